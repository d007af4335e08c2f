import Papa from 'papaparse';
import { DAY_MIN, ScheduleError } from '../../model/schedule/schedule.ts';
import { unguardedText } from '../../model/tables/csv-cell.ts';
import { NOTHING } from '../../model/text/message.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';

/** One element of a building in one task, as a log of planned and built work has them. */
interface ElementLogRow {
  guid: string;
  ifcClass: string;
  code: string;
  material: string;
  taskId: string;
  trade: string;
  /** Days since 1970-01-01, both included. */
  startDay: number;
  finishDay: number;
  /** Null: nobody wrote down when it was built. */
  late: boolean | null;
}

const COLUMNS = [
  'GUID',
  'IfcClass',
  'Nl-sfb',
  'Material',
  'TaskID',
  'TaskName',
  'TaskStart',
  'TaskFinish',
  'Element on time or not',
];

/** An event log like Schependomlaan's (Van Schaijk 2016): days as `26-2-2015`. Elements without a task are left out. */
export function readElementLog(text: string, file: string): ElementLogRow[] {
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transform: unguardedText,
  });
  const missing = COLUMNS.filter((column) => !meta.fields?.includes(column));
  if (missing.length > 0)
    throw new ScheduleError(
      scheduleFileMessage('log-columns', {
        file,
        value: missing.join(', '),
        got: meta.fields?.join(', ').slice(0, 200) ?? NOTHING,
      }),
    );
  return data.flatMap((row, i) => {
    if (!row.TaskID) return [];
    const day = (column: string): number => {
      const parts = /^(\d\d?)-(\d\d?)-(\d{4})$/.exec(row[column]?.trim() ?? '');
      if (!parts)
        throw new ScheduleError(
          scheduleFileMessage('log-day', { file, row: i + 2, column, got: row[column] ?? NOTHING }),
        );
      return Date.UTC(Number(parts[3]), Number(parts[2]) - 1, Number(parts[1])) / 60_000 / DAY_MIN;
    };
    const said = row['Element on time or not']?.trim() ?? '';
    return [
      {
        guid: row.GUID,
        ifcClass: row.IfcClass,
        code: row['Nl-sfb'],
        material: row.Material,
        taskId: row.TaskID,
        trade: row.TaskName?.trim() ?? '',
        startDay: day('TaskStart'),
        finishDay: day('TaskFinish'),
        late: said === '' ? null : said !== 'On time',
      },
    ];
  });
}
