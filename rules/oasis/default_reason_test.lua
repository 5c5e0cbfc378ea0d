local first = { id = "R1", name = "Check-up" }
local own = { id = "R2", name = "Healthengine New Patient" }

return tests {
  decision = "default_reason",
  cases = {
    {
      name = "the first entry wins over one that is named Healthengine",
      input = { reasons = { first, own } },
      expect = { reason = "R1", step = "first" },
    },
    {
      name = "an assigned entry wins over the first",
      input = { reasons = { first, own }, assigned = "R2" },
      expect = { reason = "R2", step = "assigned" },
    },
    {
      name = "the order is a parameter",
      input = { reasons = { first, own } },
      params = { order = { "healthengine", "first" } },
      expect = { reason = "R2", step = "healthengine" },
    },
  },
}
