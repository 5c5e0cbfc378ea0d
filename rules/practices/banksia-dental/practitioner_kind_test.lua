return tests {
  decision = "practitioner_kind",
  pms = "oasis",
  cases = {
    {
      name = "practitioner 103 is an oral health therapist",
      input = { practitioner = { id = "103", role = "Hygienist" } },
      expect = { kind = "oht" },
    },
    {
      name = "everybody else is what the core pack says",
      input = { practitioner = { id = "101", role = "Hygienist" } },
      expect = { kind = "hygienist" },
    },
  },
}
