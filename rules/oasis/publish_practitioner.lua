-- Oasis publishes whom the practice switched online and gave a New Patient length (S38, S39).

local yes = { y = true }
local no = { n = true, no = true, [""] = true }
-- What comes before 'Enable Online' in the order of precedence (docs/reference/blockers.md).
local before = { NO_DEFAULT_REASON = true, PRACTITIONER_INACTIVE = true }

return override {
  decision = "publish_practitioner",
  why = "Oasis: 'Enable Online' must be Y and the 'New Patient' column must have a length",
  decide = function(input, _, base)
    local who = input.practitioner
    local answer = base(input)
    if before[answer.blocker] then return answer end
    local token = string.lower(string.match(who.enable_online or "", "^%s*(.-)%s*$"))
    if not yes[token] then
      if not no[token] then trace.note("`" .. token .. "` is neither Y nor N") end
      return { publish = false, blocker = "ENABLE_ONLINE_OFF" }
    end
    if answer.publish and not who.new_patient_minutes then
      return { publish = false, blocker = "NEW_PATIENT_LENGTH_BLANK" }
    end
    return answer
  end,
}
