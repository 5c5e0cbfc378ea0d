import Diary
import PMSExact
import PMSOasis
import Ports
import Server

extension Configuration {
    /// How the PMS of a practice takes insertions: as its adapter assumes, with what an operator
    /// knows of the connection in its place. Needs no secret. Where the connection is gone or only
    /// reads by now, what the adapter assumes still holds for what was sent before.
    func insertion(of record: PracticeRecord) -> PMSCapabilities.Insertion {
        let usual =
            switch record.system {
            case .exact: ExactPMS.insertion
            case .oasis: OasisPMS.insertion
            }
        return switch connection(named: record.connection)?.target {
        case .exact(let target): target.insertion.over(usual)
        case .oasis(let target): target.insertion.over(usual)
        case .files, nil: usual
        }
    }
}
