import type { FieldId } from '../../model/runs/field.ts';
import type { FieldSource } from '../twin/fields.ts';
import { useApp, useTwin } from './app-context.tsx';

/** What gives a field now, for a form that offers it: the same until a source comes, goes, is renamed or grows. */
export function useFieldSources(id: FieldId): readonly FieldSource[] {
  const { fields } = useApp();
  useTwin(() => JSON.stringify(fields.sources(id).map(({ sourceId, label, toMs }) => [sourceId, label, toMs])));
  return fields.sources(id);
}
