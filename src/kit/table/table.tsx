import { type HTMLAttributes, useRef, useState, useSyncExternalStore } from 'react';
import { cellText } from '../../../model/tables/cell-text.ts';
import { formatNumber } from '../format.ts';
import { useScrollStop } from '../scroll-stop.ts';
import { useWords } from '../words.ts';
import { isNumeric, type TableColumn } from './column.ts';
import { Head } from './head.tsx';
import { followPrinting, isPrinting } from './printing.ts';
import { findRows, type Order, orderedRows } from './rows.ts';

interface TableProps<Row> {
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, at: number) => string | number;
  /** What the table is called where the head of its first column does not say it. */
  label?: string;
  /** A title in sight. */
  caption?: string;
  /** Rows are a scale, or figures of different kinds: their order stays, and nobody searches them. */
  isFixed?: boolean;
  hasNoHead?: boolean;
  rowProps?: (row: Row) => HTMLAttributes<HTMLTableRowElement> & { [data: `data-${string}`]: string | number };
  /** Finds the table in a page. */
  name?: string;
}

/** From so many rows on a table is searched by text. */
const MIN_SEARCHED = 21;
/** From so many rows on only those in sight are in the document. */
const MIN_WINDOWED = 61;
const WINDOW_PX = 420;
/** Rows beyond either edge of what is in sight, so that keys find the next. */
const SPARE_ROWS = 12;
/** Until a row is measured. */
const DEFAULT_ROW_PX = 28;

/** Rows under columns: sorted by a click on a head, searched by text where they are many, all of them at hand however many. */
export function Table<Row>(props: TableProps<Row>) {
  const { columns, rows, isFixed = false } = props;
  const { t, language } = useWords();
  const [order, setOrder] = useState<Order | null>(null);
  const [sought, setSought] = useState('');
  const isSearched = !isFixed && rows.length >= MIN_SEARCHED;
  const found = isSearched ? findRows(rows, columns, sought) : rows;
  const shown = order ? orderedRows(found, columns[order.column]?.value, order, language) : found;
  const isSorted = !isFixed && rows.length > 1;
  const all = formatNumber(rows.length);
  return (
    <div className="data-table-box">
      {isSearched && (
        <p className="row-head">
          <input
            type="search"
            aria-label={t('rows.search')}
            placeholder={t('rows.search')}
            value={sought}
            onChange={({ currentTarget }) => setSought(currentTarget.value)}
          />
          <output className="note">
            {sought === '' ? t('rows.all', { all }) : t('rows.found', { shown: formatNumber(found.length), all })}
          </output>
        </p>
      )}
      <Rows {...props} rows={shown} order={order} setOrder={isSorted ? setOrder : null} />
    </div>
  );
}

interface RowsProps<Row> extends TableProps<Row> {
  order: Order | null;
  setOrder: ((order: Order | null) => void) | null;
}

function Rows<Row>(props: RowsProps<Row>) {
  const { columns, rows, label, caption, hasNoHead, name, order, setOrder } = props;
  const box = useRef<HTMLDivElement>(null);
  useScrollStop(box);
  const { isWindowed, first, end, rowPx, measure, setTopPx } = useWindow(rows.length);
  const numeric = columns.map((column) => isNumeric(column, rows));
  const classes = columns.map(
    ({ align, isMain }, at) => `to-${align ?? (numeric[at] ? 'end' : 'start')}${isMain ? ' main' : ''}`,
  );
  return (
    <div
      ref={box}
      className={`table-scroll${isWindowed ? ' windowed' : ''}`}
      style={isWindowed ? { maxHeight: WINDOW_PX } : undefined}
      onScroll={isWindowed ? ({ currentTarget }) => setTopPx(currentTarget.scrollTop) : undefined}
    >
      <table
        className="data-table"
        data-table={name}
        aria-label={caption ? undefined : (label ?? columns[0]?.head)}
        aria-rowcount={isWindowed ? rows.length + 1 : undefined}
      >
        {caption && <caption>{caption}</caption>}
        {columns.some(({ width }) => width) && (
          <colgroup>
            {columns.map(({ width }, at) => (
              <col key={at} style={{ width }} />
            ))}
          </colgroup>
        )}
        {!hasNoHead && (
          <thead>
            <tr>
              {columns.map((column, at) => (
                <Head
                  key={at}
                  {...{ column, at, order }}
                  className={classes[at]}
                  isNumeric={numeric[at]}
                  setOrder={column.value ? setOrder : null}
                />
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          <Gap heightPx={first * rowPx} columns={columns.length} />
          {rows.slice(first, end).map((row, i) => (
            <tr
              key={props.rowKey(row, first + i)}
              ref={isWindowed && i === 0 ? measure : undefined}
              aria-rowindex={isWindowed ? first + i + 2 : undefined}
              {...props.rowProps?.(row)}
            >
              {columns.map((column, at) => (
                <BodyCell key={at} {...{ column, row }} at={first + i} isFirst={at === 0} className={classes[at]} />
              ))}
            </tr>
          ))}
          <Gap heightPx={(rows.length - end) * rowPx} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function BodyCell<Row>({
  column,
  row,
  at,
  isFirst,
  className,
}: {
  column: TableColumn<Row>;
  row: Row;
  at: number;
  isFirst: boolean;
  className: string;
}) {
  const shown = column.cell ? column.cell(row, at) : cellText(column.value?.(row) ?? null, column.digits);
  const own = column.classOf?.(row);
  const classes = own ? `${className} ${own}` : className;
  if (!isFirst) return <td className={classes}>{shown}</td>;
  return (
    <th scope="row" className={classes}>
      {shown}
    </th>
  );
}

/** Rows that are out of sight, as the room that they take. */
function Gap({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr className="gap">
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

/** Which rows are in sight; all of them where they are few, and while the page is printed. */
function useWindow(count: number) {
  const isPrinted = useSyncExternalStore(followPrinting, isPrinting, isPrinting);
  const [topPx, setTopPx] = useState(0);
  const [rowPx, setRowPx] = useState(DEFAULT_ROW_PX);
  const isWindowed = !isPrinted && count >= MIN_WINDOWED;
  const measure = (row: HTMLTableRowElement | null) => {
    const heightPx = row?.offsetHeight ?? 0;
    if (heightPx > 0 && heightPx !== rowPx) setRowPx(heightPx);
  };
  const inSight = Math.ceil(WINDOW_PX / rowPx) + 2 * SPARE_ROWS;
  const first = isWindowed ? Math.max(0, Math.min(Math.floor(topPx / rowPx) - SPARE_ROWS, count - inSight)) : 0;
  const end = isWindowed ? Math.min(count, first + inSight) : count;
  return { isWindowed, first, end, rowPx, measure, setTopPx };
}
