import type { TableColumn } from './column.ts';
import type { Order } from './rows.ts';

/** The head of a column; a click sorts by it, down or up, and at last leaves the rows as they were. */
export function Head<Row>({
  column: { head, headTitle, unit },
  at,
  className,
  isNumeric,
  order,
  setOrder,
}: {
  column: TableColumn<Row>;
  at: number;
  className: string;
  isNumeric: boolean;
  order: Order | null;
  /** Null: rows keep their order. */
  setOrder: ((order: Order | null) => void) | null;
}) {
  if (head === '') return <td />;
  const direction = order?.column === at ? order.direction : null;
  const words = (
    <>
      {head}
      {unit && <span className="unit"> {unit}</span>}
    </>
  );
  if (!setOrder)
    return (
      <th scope="col" className={className} title={headTitle}>
        {words}
      </th>
    );
  return (
    <th scope="col" className={className} title={headTitle} aria-sort={direction ?? 'none'}>
      <button type="button" onClick={() => setOrder(nextOrder(order, at, isNumeric))}>
        {words}
        {direction && <span aria-hidden="true">{direction === 'ascending' ? ' ▲' : ' ▼'}</span>}
      </button>
    </th>
  );
}

/** Numbers fall first, texts rise first; then the other way; then as it was. */
function nextOrder(order: Order | null, column: number, isNumeric: boolean): Order | null {
  const first = isNumeric ? 'descending' : 'ascending';
  if (order?.column !== column) return { column, direction: first };
  if (order.direction !== first) return null;
  return { column, direction: isNumeric ? 'ascending' : 'descending' };
}
