local reason = { id = "R1", name = "Check-up" }

local function case(token, publish)
  return {
    name = "'Enable Online' = `" .. (token or "blank") .. "`",
    input = {
      default_reason = reason,
      practitioner = { enable_online = token, new_patient_minutes = 30 },
    },
    expect = { publish = publish, blocker = not publish and "ENABLE_ONLINE_OFF" or nil },
  }
end

return tests {
  decision = "publish_practitioner",
  cases = {
    case("Y", true), case("y", true), case(" y ", true),
    case("N", false), case("Maybe", false), case("", false), case(nil, false),
    {
      name = "a blank New Patient length is not published",
      input = { default_reason = reason, practitioner = { enable_online = "Y" } },
      expect = { publish = false, blocker = "NEW_PATIENT_LENGTH_BLANK" },
    },
    {
      name = "without a default reason, 'Enable Online' is not what decides",
      input = { practitioner = { enable_online = "N" } },
      expect = { publish = false, blocker = "NO_DEFAULT_REASON" },
    },
    {
      name = "what the core pack refuses stays refused",
      input = {
        default_reason = reason, in_default = false,
        practitioner = { enable_online = "Y", new_patient_minutes = 30 },
      },
      expect = { publish = false, blocker = "NOT_IN_DEFAULT_REASON" },
    },
  },
}
