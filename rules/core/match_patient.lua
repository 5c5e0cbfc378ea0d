-- Which patient file a booking belongs to (S57). The rule sees opaque ids and how like each field
-- is, never a name. Where more than one file could be meant, or one could be somebody near (a twin,
-- a parent with the same phone), it never chooses silently: the parameter says who decides.

local function at_least(score, least) return score ~= nil and score >= least end

-- Phone, email or address say the same.
local function contacts(candidate)
  local count = 0
  if at_least(candidate.phone, 0.95) then count = count + 1 end
  if at_least(candidate.email, 1) then count = count + 1 end
  if at_least(candidate.address, 0.8) then count = count + 1 end
  return count
end

-- Each grade is worth more than the next; the first that a file reaches is its own.
local function grade(candidate, near)
  local first, last, born = candidate.first_name, candidate.last_name, candidate.birth_date
  local same_contacts = contacts(candidate)
  if at_least(first, 1) and at_least(last, 1) and at_least(born, 1) then
    return "same", "the same names and birth date"
  end
  -- G23: a last name that changed.
  if at_least(first, 1) and at_least(born, 1) and same_contacts > 0 then
    return "sure", "the same first name, birth date and contact"
  end
  -- G24: names that are misspelt.
  if at_least(first, near) and at_least(last, near) and at_least(born, 1) then
    return "sure", "nearly the same names, the same birth date"
  end
  -- G24: a birth date that is mistyped.
  if at_least(first, near) and at_least(last, near) and at_least(born, 0.7)
    and same_contacts > 0 then
    return "sure", "nearly the same names and birth date, the same contact"
  end
  -- Somebody near: a twin, a namesake in the family, or the patient with too little said.
  if at_least(last, near) and at_least(born, 1) then
    return "maybe", "the same last name and birth date, another first name"
  end
  if at_least(first, near) and at_least(born, 1) then
    return "maybe", "the same first name and birth date, another last name"
  end
  if at_least(first, near) and at_least(last, near)
    and (born == nil or at_least(born, 0.7) or same_contacts > 0) then
    return "maybe", "nearly the same names, the birth date does not say"
  end
  return "no", "somebody else"
end

local function undecided(params, why)
  if params.ambiguous == "new_file" then
    return { choice = "make", why = why .. "; the parameter asks for a new file" }
  end
  return { choice = "person", why = why }
end

return rule {
  decision = "match_patient",
  api = 1,
  summary = "The one file that is surely the patient's, else a new one, else a person decides.",
  params = {
    ambiguous = param.choice {
      "person", "new_file",
      summary = "who decides where several files may be meant: a person, or a new file is made",
    },
    near_percent = param.integer {
      default = 80, min = 60, max = 100,
      summary = "how like a misspelt name must be, in percent",
    },
  },
  decide = function(input, params)
    local near = params.near_percent / 100
    local function with(wanted)
      return list.filter(input.candidates, wanted, function(candidate)
        local found, why = grade(candidate, near)
        return found == wanted, why
      end)
    end
    for _, wanted in ipairs { "same", "sure" } do
      local found = with(wanted)
      if #found > 1 then return undecided(params, #found .. " files are equally near") end
      if #found == 1 then
        if not found[1].active then return undecided(params, "the patient's file is closed") end
        local _, why = grade(found[1], near)
        return { choice = "use", candidate = found[1].id, why = why }
      end
    end
    if #with("maybe") > 0 then
      return undecided(params, "a file is near, and may be somebody else's")
    end
    return { choice = "make", why = "no file is near" }
  end,
}
