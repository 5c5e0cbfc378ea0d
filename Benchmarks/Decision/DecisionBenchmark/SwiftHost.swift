import CDecisionHost
import DecisionHosts
import LuaVM

/// The Swift side: a machine that is asked as the rules ask it.
struct SwiftHost {
    let machine: Machine

    /// What machines are made from; the shapes are those of the host in C.
    static func program(_ sources: [Source]) -> Program {
        Program(
            sources: sources, shapes: shapes, constructors: texts(c_constructors()),
            functions: [
                HostFunction("text.fold") { _ throws(HostFailure) in
                    throw HostFailure("these questions never fold")
                }
            ])
    }

    /// Starts an evaluation over a document.
    init(_ program: Program, document: [UInt8]) throws {
        machine = try Machine(program)
        try machine.begin(document)
    }

    /// Asks as `RuleSession` does: argument written, machine called, answer and trace kept.
    func ask(_ question: Question, of questions: Questions) -> Outcome {
        var writer = InputWriter()
        writer.beginRecord(CDefaultReasonShape)
        writer.reference(questions.practice)
        writer.reference(question.reasons)
        if let assigned = question.assigned { writer.string(assigned) } else { writer.null() }
        writer.boolean(question.isPinned)
        writer.beginArray(count: Questions.healthengineNames.count)
        for name in Questions.healthengineNames { writer.string(name) }
        return machine.call(
            Call(
                chain: [0], function: "decide", argument: writer.bytes,
                parameters: SampleParameters.defaultReason))
    }

    func askNothing(of source: Int) -> Outcome {
        var writer = InputWriter()
        writer.beginTable(count: 0)
        return machine.call(
            Call(
                chain: [source], function: "decide", argument: writer.bytes,
                parameters: writer.bytes))
    }

    private static var shapes: [Shape] {
        (0..<Int32(CShapeCount)).map { index in
            let names = texts(c_shape(index))
            return Shape(name: names[0], fields: Array(names.dropFirst()))
        }
    }

    private static func texts(_ list: UnsafePointer<UnsafePointer<CChar>?>?) -> [String] {
        var texts: [String] = []
        var place = list
        while let text = place?.pointee {
            texts.append(String(cString: text))
            place = place?.advanced(by: 1)
        }
        return texts
    }
}
