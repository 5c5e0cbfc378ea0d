local function case(role, provider_type, kind)
  return {
    name = (role or "no role") .. ", " .. (provider_type or "no type") .. ": " .. kind,
    input = { practitioner = { role = role, provider_type = provider_type } },
    expect = { kind = kind },
  }
end

return tests {
  decision = "practitioner_kind",
  cases = {
    case("Dentist", nil, "dentist"),
    case("Principal Dentist", "Unknown", "dentist"),
    case("Oral Health Therapist", "Unknown", "oht"),
    case("OHT", "Unknown", "oht"),
    case("Dental Hygienist", "Hygienist", "hygienist"),
    case("Oral health therapist / hygienist", "Hygienist", "oht"),
    case("Orthodontist", nil, "dentist"),
    case(nil, "Dentist", "dentist"),
    case(nil, "Hygienist", "hygienist"),
    case(nil, "Unknown", "other"),
    case("Receptionist", nil, "other"),
    case(nil, nil, "other"),
  },
}
