-- Proposes a booking reason for an appointment type that has no link. Names only propose (T14):
-- the same name, the same name folded, an alias, then the words of the field. Where several
-- reasons match equally well, nothing is proposed.

-- What different words of the field mean. A phrase of two words comes before its parts.
local meanings = {
  ["check up"] = "exam", checkup = "exam", exam = "exam", examination = "exam", check = "exam",
  recall = "exam", review = "exam",
  clean = "clean", cleaning = "clean", scale = "clean", scaling = "clean", hygiene = "clean",
  polish = "clean", prophylaxis = "clean", prophy = "clean", hygienist = "clean",
  ["new patient"] = "new", new = "new", ["first visit"] = "new", ["initial visit"] = "new",
  existing = "existing", returning = "existing", ["existing patient"] = "existing",
  emergency = "emergency", urgent = "emergency", toothache = "emergency", pain = "emergency",
  kids = "child", kid = "child", child = "child", children = "child", childrens = "child",
  paediatric = "child", pediatric = "child", cdbs = "child",
  consult = "consult", consultation = "consult",
  whitening = "whitening", bleaching = "whitening",
  filling = "filling", fillings = "filling", restoration = "filling",
  extraction = "extraction", removal = "extraction",
  crown = "crown", bridge = "bridge", implant = "implant", implants = "implant",
  denture = "denture", dentures = "denture",
  orthodontic = "braces", orthodontics = "braces", ortho = "braces", braces = "braces",
  aligners = "braces", aligner = "braces", invisalign = "braces",
  ["root canal"] = "root canal", endodontic = "root canal",
}

-- Words that say nothing about which visit it is.
local silent = {
  ["and"] = true, the = true, a = true, an = true, of = true, ["for"] = true, with = true,
  patient = true, patients = true, dental = true, dentist = true, appointment = true,
  appt = true, visit = true, online = true, booking = true, healthengine = true, min = true,
  mins = true, minute = true, minutes = true, up = true, tooth = true, teeth = true, s = true,
  oral = true, comprehensive = true, full = true, general = true, routine = true, regular = true,
  standard = true,
}

local known_words = {}
for phrase in pairs(meanings) do
  if not text.contains(phrase, " ") and #phrase >= 5 then
    known_words[#known_words + 1] = phrase
  end
end

-- A word as the field means it; one misspelt letter is forgiven in longer words.
local function meaning_of(word)
  if meanings[word] then return meanings[word] end
  if silent[word] or tonumber(word) then return nil end
  if #word >= 5 then
    for _, known in ipairs(known_words) do
      if text.distance(word, known, 1) <= 1 then return meanings[known] end
    end
  end
  return word
end

local function concepts_of(name)
  local words = text.words(string.lower(name))
  local found, count, i = {}, 0, 1
  while i <= #words do
    local phrase = words[i + 1] and meanings[words[i] .. " " .. words[i + 1]]
    local concept = phrase or meaning_of(words[i])
    if concept and not found[concept] then
      found[concept] = true
      count = count + 1
    end
    i = i + (phrase and 2 or 1)
  end
  return found, count
end

-- Shared meanings of all meanings but those left out, 0 to 1.
local function shared_part(left, right, left_out)
  local shared, all = 0, 0
  for concept in pairs(left) do
    if not left_out[concept] then
      all = all + 1
      if right[concept] then shared = shared + 1 end
    end
  end
  for concept in pairs(right) do
    if not left[concept] and not left_out[concept] then all = all + 1 end
  end
  return all > 0 and shared / all or 0
end

local said_by_new = { exam = true, consult = true }

-- How much two names mean the same, 0 to 1. A new patient is examined and consulted, whether the
-- name says so or not; where it does, that still tells two such reasons apart.
local function likeness(left, right)
  local whole = shared_part(left, right, {})
  if not (left.new and right.new) then return whole end
  return 0.75 * shared_part(left, right, said_by_new) + 0.25 * whole
end

local function same_length(wanted, candidate)
  return not candidate.minutes or candidate.minutes == wanted.minutes
end

local function decided(matches, how, confidence, why)
  if #matches == 1 then
    return { reason = matches[1].id, match = how, confidence = confidence, why = why }
  end
  if #matches > 1 then
    return { match = "ambiguous", confidence = 0, why = #matches .. " reasons have that name" }
  end
end

-- The folded reason name that the practice gives for a type: in the set-up, or as a parameter
-- whose entries read `type name = reason name`.
local function alias_of(input, aliases)
  if input.alias then return input.alias end
  for _, entry in ipairs(aliases) do
    local left, right = string.match(entry, "^(.-)=(.*)$")
    if left and text.fold(left) == input.type.name_key then return text.fold(right) end
  end
end

local function by_name(input, params)
  local wanted, alias = input.type, alias_of(input, params.aliases)
  return decided(list.filter(input.candidates, "exact", function(candidate)
    return candidate.name == wanted.name, "another name"
  end), "exact", 1.0, "the same name")
    or decided(list.filter(input.candidates, "normalised", function(candidate)
      return candidate.name_key == wanted.name_key, "another name"
    end), "normalised", 0.95, "the same name but for case, spaces and punctuation")
    or (alias and decided(list.filter(input.candidates, "alias", function(candidate)
      return candidate.name_key == alias, "not the alias"
    end), "alias", 0.9, "an alias of this practice"))
end

local function by_meaning(input, params)
  local wanted, wanted_count = concepts_of(input.type.name)
  if wanted_count == 0 then
    return { match = "none", confidence = 0, why = "the name has no telling word" }
  end
  local best, score, second = list.best(input.candidates, "fuzzy", function(candidate)
    local alike = likeness(wanted, (concepts_of(candidate.name)))
    if same_length(input.type, candidate) then return alike end
    -- The lengths of a link must match (S14), so a reason of another length is less likely meant.
    return alike * 0.9, "the lengths differ"
  end)
  if not best or score * 100 < params.least_percent then
    return { match = "none", confidence = 0, why = "no reason's name is near enough" }
  end
  if second and (score - second) * 100 < params.margin_percent then
    return { match = "ambiguous", confidence = 0, why = "two reasons are equally near" }
  end
  local why = same_length(input.type, best) and "the words mean the same"
    or "the words mean the same, the lengths differ"
  return { reason = best.id, match = "fuzzy", confidence = 0.85 * score, why = why }
end

return rule {
  decision = "match_appointment_type",
  api = 1,
  summary = "The same name, the name folded, an alias, then what the words mean.",
  params = {
    aliases = param.list {
      open = true,
      summary = "names that this practice links, each as `type name = reason name`",
    },
    least_percent = param.integer {
      default = 60, min = 30, max = 100,
      summary = "how alike two names must be for a fuzzy proposal, in percent",
    },
    margin_percent = param.integer {
      default = 15, min = 1, max = 100,
      summary = "how much nearer than the next the best one must be, in percent",
    },
  },
  decide = function(input, params)
    if #input.candidates == 0 then
      return { match = "none", confidence = 0, why = "no reason has this practitioner in it" }
    end
    return by_name(input, params) or by_meaning(input, params)
  end,
}
