-- Which kind of practitioner somebody is (S9). The role comes first, in the PMS's own words:
-- Exact's API has no kind for an oral health therapist and calls one `Unknown` (T16).

local words = {
  { "oral health", "oht" },
  { "oht", "oht" },
  { "dental therapist", "oht" },
  { "hygien", "hygienist" },
  { "dentist", "dentist" },
  { "orthodont", "dentist" },
  { "endodont", "dentist" },
  { "periodont", "dentist" },
  { "prosthodont", "dentist" },
}

local function kind_of(wording)
  local lower = string.lower(wording)
  for _, pair in ipairs(words) do
    if text.contains(lower, pair[1]) then return pair[2] end
  end
end

return rule {
  decision = "practitioner_kind",
  api = 1,
  summary = "By the role in the PMS's own words, else by the PMS's provider type.",
  params = {},
  decide = function(input)
    local who = input.practitioner
    local kind = who.role and kind_of(who.role)
    if kind then
      trace.note("the role `" .. who.role .. "` says so")
      return { kind = kind }
    end
    kind = who.provider_type and kind_of(who.provider_type)
    if kind then
      trace.note("the provider type `" .. who.provider_type .. "` says so")
      return { kind = kind }
    end
    trace.note("neither the role nor the provider type names a kind")
    return { kind = "other" }
  end,
}
