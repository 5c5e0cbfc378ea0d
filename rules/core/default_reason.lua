-- The default reason is the booking reason through which availability is recognised.
-- S10 Healthengine's own reason, S12 an assigned one, S35 a marketing one, S11 the first.
-- T19: only a reason that is switched off in the PMS is disqualified, however short it is.

-- T4: the folded name equals or starts with `healthengine`, or with an alias of the practice.
local function is_healthengine(names, aliases)
  local starts = list.map(names, function(name) return name end)
  for _, alias in ipairs(aliases) do
    local folded = text.fold(alias)
    if #folded > 0 then starts[#starts + 1] = folded end
  end
  return function(reason)
    for _, start in ipairs(starts) do
      if text.starts_with(reason.name_key, start) then return true end
    end
    return false, "its name is not Healthengine's"
  end
end

local function is_assigned(id)
  return function(reason)
    if not id then return false, "no reason is assigned" end
    return reason.id == id, "another reason is assigned"
  end
end

-- T11: among several marketing reasons the one that the PMS ticks as default, else the first.
local function is_marketing(reasons)
  local ticked = list.find(reasons, function(r) return r.marketing and r.marketing_default end)
  return function(reason)
    if not reason.marketing then return false, "not a marketing reason" end
    if ticked then
      return reason.id == ticked.id, "another marketing reason is ticked as the default"
    end
    return true
  end
end

local function is_first(reason)
  return not reason.marketing, "a marketing reason is used by the step `marketing` only"
end

return rule {
  decision = "default_reason",
  api = 1,
  summary = "Healthengine's own reason, else the assigned, else marketing, else the first.",
  params = {
    order = param.list {
      "healthengine", "assigned", "marketing", "first",
      summary = "the steps in the order in which they are tried",
    },
    aliases = param.list {
      open = true,
      summary = "other spellings that count as Healthengine's own reason",
    },
    minimum_minutes = param.integer {
      default = 30, min = 5, max = 240,
      summary = "a default reason shorter than this gives an error-level finding",
    },
    longer_than_minutes = param.integer {
      default = 30, min = 0, max = 240,
      summary = "a default reason that is not longer than this gives an advice",
    },
    skip_short = param.boolean {
      default = false,
      summary = "pass over reasons shorter than `minimum_minutes`",
    },
  },
  decide = function(input, params)
    local reasons = list.filter(input.reasons, "switched on in the PMS", function(reason)
      return reason.active, "switched off in the PMS"
    end)
    if params.skip_short then
      reasons = list.filter(reasons, "long enough", function(reason)
        if not reason.minutes or reason.minutes >= params.minimum_minutes then return true end
        return false, reason.minutes .. " min is shorter than " .. params.minimum_minutes
      end)
    end

    -- T3: a pinned assignment comes before every other step.
    local order = { table.unpack(params.order) }
    if input.pinned then table.insert(order, 1, "pinned") end

    local assigned = is_assigned(input.assigned)
    local reason, step = first_match(reasons, order, {
      pinned = assigned,
      healthengine = is_healthengine(input.healthengine_names, params.aliases),
      assigned = assigned,
      marketing = is_marketing(reasons),
      first = is_first,
    })
    return { reason = reason and reason.id, step = step }
  end,
}
