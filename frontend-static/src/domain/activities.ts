/** What is done in a session: its letter on the grid, its name, and the class that gives its tint and pattern. */

export interface ActivityWords {
  letter: string;
  label: string;
  style: string;
}

export const ACTIVITIES: Record<string, ActivityWords> = {
  clinic: { letter: "S", label: "Clinic", style: "clinic" },
  duty: { letter: "D", label: "Duty", style: "duty" },
  visits: { letter: "V", label: "Visits", style: "visits" },
  admin: { letter: "A", label: "Admin", style: "admin" },
  tutorial: { letter: "T", label: "Tutorial", style: "tutorial" },
  education: { letter: "E", label: "Education", style: "education" },
  "self-directed": {
    letter: "L",
    label: "Self-directed",
    style: "self-directed",
  },
  "study-leave": { letter: "SL", label: "Study leave", style: "study-leave" },
  coroners: { letter: "C", label: "Coroner’s court", style: "coroners" },
};

export function activityWords(activity: string): ActivityWords {
  return ACTIVITIES[activity] ?? { letter: "•", label: activity, style: "clinic" };
}

/** The bands of the grid, in reading order, and the term types that stand in each. */
const BANDS: readonly (readonly [name: string, groups: readonly string[]])[] = [
  ["Partners", ["partner"]],
  ["Salaried", ["salaried", "retained"]],
  ["Locums", ["locum"]],
  ["Trainees", ["st doctor", "fy doctor"]],
  ["Practitioners", ["anp", "paramedic", "pharmacist", "physio", "other"]],
  ["Nursing", ["nurse", "hca"]],
  ["No longer here", ["former"]],
];

export const BAND_NAMES = BANDS.map(([name]) => name);

/** The band of somebody's term type; one not known here stands with the practitioners. */
export function bandOf(group: string): string {
  return BANDS.find(([, groups]) => groups.includes(group.toLowerCase()))?.[0] ?? "Practitioners";
}

const RULE_NAMES: Record<string, string> = {
  duty: "Duty",
  "duty-skill": "Duty skill",
  "duty-fairness": "Fair shares of duty",
  "duty-fairness-mondays": "Fair shares of Monday duty",
  "duty-both-halves": "Duty changes hands at midday",
  "duty-on-admin": "Duty takes an admin session",
  "duty-spread-sites": "Duty at one site only",
  "supervisor-free-of-duty": "No supervisor free of duty",
  supervision: "Supervision",
  tutorial: "Tutorial",
  "site-cover": "Site cover",
  "minimum-doctors": "Minimum doctors",
  "even-staffing": "Uneven staffing",
  rooms: "Rooms",
  "max-off": "Too many off",
  "sent-elsewhere": "Away from their own site",
  "flexible-days": "Flexible days in a week",
  "flexible-days-evenly": "Flexible days bunched",
  "flexible-days-in-all": "Flexible days over the period",
  "whole-days": "Half a day worked",
  stability: "Changed since published",
  absence: "Leave",
  closed: "Closed days",
  "one-place": "Two places at once",
  "one-site-a-day": "Two sites in a day",
  pattern: "Working pattern",
  pins: "Pins",
  overwork: "More than their sessions",
};

/** "Duty" for `duty`; a rule not known here is written as its id in plain letters. */
export function ruleName(rule: string): string {
  const known = RULE_NAMES[rule];
  if (known) return known;
  const plain = rule.replace(/[-_]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
