return override {
  decision = "match_appointment_type",
  why = "patients of this practice know some visits by other names than its PMS",
  params = {
    aliases = { "Sore tooth = Emergency - toothache", "Hygienist = Hygiene visit (short)" },
  },
}
