local check_up = { id = "R1", name = "Check-up" }
local own = { id = "R2", name = "Healthengine New Patient" }
local campaign = { id = "R3", name = "Spring whitening", marketing = true }

return tests {
  decision = "default_reason",
  cases = {
    {
      name = "Healthengine's own reason wins over the assigned one and the first",
      input = { reasons = { check_up, own }, assigned = "R1" },
      expect = { reason = "R2", step = "healthengine" },
    },
    {
      name = "case, spaces and punctuation in Healthengine's name do not count",
      input = { reasons = { check_up, { id = "R2", name = "  HEALTH-Engine: new" } } },
      expect = { reason = "R2", step = "healthengine" },
    },
    {
      name = "a name that only contains healthengine is not used",
      input = { reasons = { check_up, { id = "R2", name = "New via Healthengine" } } },
      expect = { reason = "R1", step = "first" },
    },
    {
      name = "a near miss is not used",
      input = { reasons = { check_up, { id = "R2", name = "Health Engin new" } } },
      expect = { reason = "R1", step = "first" },
    },
    {
      name = "an alias of the practice counts as Healthengine's",
      input = { reasons = { check_up, { id = "R2", name = "HE new patient" } } },
      params = { aliases = { "HE new" } },
      expect = { reason = "R2", step = "healthengine" },
    },
    {
      name = "the first of two Healthengine reasons wins",
      input = { reasons = { check_up, own, { id = "R4", name = "Healthengine exam" } } },
      expect = { reason = "R2" },
    },
    {
      name = "the assigned reason wins over marketing and the first",
      input = { reasons = { campaign, check_up, { id = "R4", name = "Exam" } }, assigned = "R4" },
      expect = { reason = "R4", step = "assigned" },
    },
    {
      name = "a pinned assignment wins over Healthengine's own reason",
      input = { reasons = { check_up, own }, assigned = "R1", pinned = true },
      expect = { reason = "R1", step = "pinned" },
    },
    {
      name = "a marketing reason wins over the first",
      input = { reasons = { check_up, campaign } },
      expect = { reason = "R3", step = "marketing" },
    },
    {
      name = "among marketing reasons the ticked one wins",
      input = {
        reasons = {
          campaign, { id = "R4", name = "Smile week", marketing = true, marketing_default = true },
        },
      },
      expect = { reason = "R4", step = "marketing" },
    },
    {
      name = "the first is the first of the PMS's own list that is switched on",
      input = { reasons = { { id = "R9", name = "Old", active = false }, check_up } },
      expect = { reason = "R1", step = "first" },
    },
    {
      name = "a marketing reason is never the first",
      input = { reasons = { campaign, check_up } },
      params = { order = { "first" } },
      expect = { reason = "R1", step = "first" },
    },
    {
      name = "a short reason is still the default",
      input = { reasons = { { id = "R1", name = "Quick look", minutes = 10 }, check_up } },
      expect = { reason = "R1" },
    },
    {
      name = "a short reason is passed over where the practice asks for that",
      input = {
        reasons = { { id = "R1", name = "Quick look", minutes = 10 }, { id = "R2", minutes = 30 } },
      },
      params = { skip_short = true },
      expect = { reason = "R2", step = "first" },
    },
    {
      name = "no reason, no default",
      input = { reasons = {} },
      absent = { "reason", "step" },
    },
    {
      name = "an order of which no step fits finds nothing",
      input = { reasons = { check_up } },
      params = { order = { "marketing" } },
      absent = { "reason" },
    },
  },
}
