import Diagnostics

@testable import Server

/// A configuration with every key, as a file and as the texts that tests replace in it.
enum ConfigurationExample {
    static let full = """
        ledger: gapbook.sqlite
        rules: rules
        listen: 127.0.0.1:8077
        public_url: https://gapbook.example.net/hooks
        connections:
          - name: exact-cloud
            system: exact
            url: https://api.example.net
            sign_in_url: https://auth.example.net
            client_id: gapbook
            secret: env:EXACT_SECRET
            calls_per_minute: 300
            insertion: { reference: honoured, longest_delay_seconds: 90 }
          - name: exports
            system: files
            path: exports
        marketplace:
          url: https://market.example.net/pms
          api_key: file:secrets/market
          user_agent: Gapbook (support@example.net) TEST
          calls_per_minute: 1000
        sync: { seconds: 30, full_hours: 12 }
        poll: { seconds: 10 }
        live_hours:
          monday: ["08:00-12:00", "13:00-24:00"]
          tuesday: []
          wednesday: []
          thursday: []
          friday: []
          saturday: []
          sunday: []
          public_holidays: ["09:00-10:00"]
        patient_keys:
          - { id: "2026-03", key: file:secrets/patients }
          - { id: "2025-03", key: env:OLD_PATIENT_KEY }
        patient_days: 90
        practices:
          - id: harbour-dental
            connection: exact-cloud
            pms_practice: AUABC123
            time_zone: Australia/Sydney
            phone: 02 5550 0100
            marketplace: { practice: "1234", key: env:HARBOUR_KEY }
          - id: banksia-dental
            connection: exports
            system: oasis
            pms_practice: banksia
            time_zone: Australia/Perth
        """

    static func read(_ text: String, folder: String = "") throws -> ConfigurationFile {
        try ConfigurationFile(decoding: text, file: "gapbook.yaml", folder: folder)
    }

    /// What is wrong with a text; nothing where it is a configuration.
    static func problems(_ text: String) -> [Problem] {
        do throws(ConfigurationProblems) {
            _ = try ConfigurationFile(decoding: text, file: "gapbook.yaml")
            return []
        } catch {
            return error.problems
        }
    }
}
