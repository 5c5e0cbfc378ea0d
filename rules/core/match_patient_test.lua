local function file(fields)
  local made = {
    first_name = 1, last_name = 1, birth_date = 1, phone = 1, email = 1, address = 1,
  }
  for name, value in pairs(fields) do made[name] = value end
  return made
end

local function case(name, candidates, expect, params)
  return {
    name = name, input = { candidates = candidates }, expect = expect, params = params,
    absent = expect.choice ~= "use" and { "candidate" } or nil,
  }
end

local used = { choice = "use", candidate = "c1" }
local person = { choice = "person" }

return tests {
  decision = "match_patient",
  cases = {
    case("nobody is found, so a file is made", {}, { choice = "make" }),
    case("the same patient is used", { file { id = "c1" } }, used),
    case("another phone is still the patient", { file { id = "c1", phone = 0 } }, used),
    case("another email is still the patient", { file { id = "c1", email = 0 } }, used),
    case("another address is still the patient", { file { id = "c1", address = 0.1 } }, used),
    case("names and birth date alone are enough",
      { { id = "c1", first_name = 1, last_name = 1, birth_date = 1 } }, used),
    case("another last name with the same phone is still the patient",
      { file { id = "c1", last_name = 0.1, email = 0, address = 0 } }, used),
    case("a misspelt first name is still the patient",
      { file { id = "c1", first_name = 0.87 } }, used),
    case("a misspelt last name is still the patient",
      { file { id = "c1", last_name = 0.83, phone = 0 } }, used),
    case("a mistyped birth date with the same phone is still the patient",
      { file { id = "c1", birth_date = 0.8 } }, used),
    case("somebody else makes a new file",
      { file { id = "c1", first_name = 0.1, last_name = 0.2, birth_date = 0, phone = 0 } },
      { choice = "make" }),
    case("a parent with the same phone is somebody else",
      { file { id = "c1", first_name = 0.2, birth_date = 0 } }, { choice = "make" }),
    case("a parent with the same name and phone is for a person",
      { file { id = "c1", birth_date = 0 } }, person),
    case("a twin is for a person", { file { id = "c1", first_name = 0.3 } }, person),
    case("the patient is used beside the twin",
      { file { id = "c1" }, file { id = "c2", first_name = 0.7 } }, used),
    case("the same name and birth date twice is for a person",
      { file { id = "c1" }, file { id = "c2", phone = 0, email = 0, address = 0 } }, person),
    case("two that are equally near are for a person",
      { file { id = "c1", first_name = 0.85 }, file { id = "c2", first_name = 0.9 } }, person),
    case("another last name without a contact is for a person",
      { file { id = "c1", last_name = 0.1, phone = 0, email = 0, address = 0 } }, person),
    case("a closed file is for a person", { file { id = "c1", active = false } }, person),
    case("the parameter makes a new file of what is ambiguous",
      { file { id = "c1" }, file { id = "c2" } }, { choice = "make" },
      { ambiguous = "new_file" }),
    case("the parameter makes a new file beside a twin",
      { file { id = "c1", first_name = 0.3 } }, { choice = "make" },
      { ambiguous = "new_file" }),
    case("the parameter says how like a name must be",
      { file { id = "c1", first_name = 0.85 } }, person, { near_percent = 90 }),
  },
}
