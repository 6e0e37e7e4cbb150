/** The address of SpreadsheetML, of both the transitional and the strict kind (ECMA-376). */
export const SPREADSHEET_NAMESPACE = /spreadsheetml\/(2006\/)?main$/;
