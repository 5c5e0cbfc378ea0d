-- Whether a practitioner is published: active in the PMS and in the default reason (S7, S32).
-- T10: no silent fallback to another reason, unless the parameter asks for one.

local function first_reason_with(practitioner, reasons)
  return list.find(reasons, function(reason)
    if not reason.active or reason.marketing then return false end
    return reason.everybody or list.contains(reason.practitioners, practitioner.id)
  end)
end

return rule {
  decision = "publish_practitioner",
  api = 1,
  summary = "Everybody who is active and in the default reason.",
  params = {
    fallback = param.choice {
      "none", "first_with_practitioner",
      summary = "what stands in for a default reason that the practitioner is not in",
    },
  },
  decide = function(input, params)
    local who = input.practitioner
    -- In the order of precedence (docs/reference/blockers.md): the first one decides.
    if not input.default_reason then
      return { publish = false, blocker = "NO_DEFAULT_REASON" }
    end
    if not who.active then
      return { publish = false, blocker = "PRACTITIONER_INACTIVE" }
    end
    if input.in_default then return { publish = true } end
    if params.fallback == "first_with_practitioner" then
      local reason = first_reason_with(who, input.reasons)
      if reason then
        trace.note("not in the default reason; `" .. reason.name .. "` stands in")
        return { publish = true, reason = reason.id }
      end
    end
    return { publish = false, blocker = "NOT_IN_DEFAULT_REASON" }
  end,
}
