local reason = { id = "R1", name = "Check-up" }
local hygiene = { id = "R2", name = "Hygiene", everybody = false, practitioners = { "P1" } }

return tests {
  decision = "publish_practitioner",
  cases = {
    {
      name = "somebody in the default reason is published",
      input = { default_reason = reason },
      expect = { publish = true },
      absent = { "blocker" },
    },
    {
      name = "nobody is without a default reason, whoever is switched off",
      input = { practitioner = { active = false } },
      expect = { publish = false, blocker = "NO_DEFAULT_REASON" },
    },
    {
      name = "somebody who is switched off is not",
      input = { default_reason = reason, practitioner = { active = false } },
      expect = { publish = false, blocker = "PRACTITIONER_INACTIVE" },
    },
    {
      name = "nobody is without a default reason",
      input = {},
      expect = { publish = false, blocker = "NO_DEFAULT_REASON" },
    },
    {
      name = "somebody outside the default reason disappears",
      input = { default_reason = reason, in_default = false, reasons = { reason, hygiene } },
      expect = { publish = false, blocker = "NOT_IN_DEFAULT_REASON" },
    },
    {
      name = "unless the parameter allows another reason",
      input = {
        default_reason = { id = "R9", everybody = false }, in_default = false,
        reasons = { hygiene },
      },
      params = { fallback = "first_with_practitioner" },
      expect = { publish = true, reason = "R2" },
    },
  },
}
