local candidates = {
  { id = "12", name = "Emergency - toothache" },
  { id = "14", name = "Hygiene visit (short)" },
  { id = "15", name = "Hygiene visit (long)" },
}

return tests {
  decision = "match_appointment_type",
  pms = "oasis",
  cases = {
    {
      name = "a sore tooth is an emergency",
      input = { type = { name = "sore TOOTH" }, candidates = candidates },
      expect = { reason = "12", match = "alias" },
    },
    {
      name = "the hygienist means the short hygiene visit",
      input = { type = { name = "Hygienist" }, candidates = candidates },
      expect = { reason = "14", match = "alias" },
    },
    {
      name = "a name without an alias is judged as before",
      input = { type = { name = "Hygiene visit" }, candidates = candidates },
      expect = { match = "none" },
      absent = { "reason" },
    },
  },
}
