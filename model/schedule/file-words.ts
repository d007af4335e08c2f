/** Days from the serial day 0 of P6's calendars to 1970-01-01: they count as Excel does, with the 29th of February 1900 that never was. */
export const EXCEL_DAY_OF_EPOCH = 25_569;

/** Days of the week from Sunday on as Primavera's PMXML names them. */
export const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Days of the week from Sunday on in the two letters of tables and what-if cases (iCalendar has the same in capitals). */
export const WEEKDAY_CODES = ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
