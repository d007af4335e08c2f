/** The tool that has the reports of this window, by its panel's id. */
export const REPORTS = 'reports';
