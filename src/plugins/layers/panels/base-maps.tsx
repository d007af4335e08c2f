import { useId } from 'react';
import { type BaseMap, hostOf } from '../../../../model/city/base-maps.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { LayerProblems } from '../../../kit/layer-health.tsx';
import { useWords } from '../../../kit/words.ts';

/** What covers the ground: the city's own map, photographs, or a service of which the host is named before it is asked. */
export function BaseMaps() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const chosen = useTwin((state) => state.baseMap);
  const fault = useTwin((state) => state.baseMapFault);
  const name = useId();
  const maps = twin.city.baseMaps ?? [];
  if (maps.length === 0) return null;
  const notesOf = (map: BaseMap): string[] => {
    const host = hostOf(map.url);
    const notes = host === null ? [] : [t('baseMap.asks', { host })];
    notes.push(of(map.source.name));
    if (map.kind === 'tiles' && map.attribution) notes.push(map.attribution);
    if (map.kind === 'tiles' && map.absent > 0) notes.push(t('baseMap.absent', { tiles: formatNumber(map.absent) }));
    return notes;
  };
  const choices = [
    { id: null, label: t('baseMap.own'), note: '' },
    ...maps.map((map) => ({
      id: map.id,
      label: of(map.label),
      note: notesOf(map).join(' · '),
    })),
  ];
  return (
    <fieldset className="base-maps">
      <legend>{t('baseMap.title')}</legend>
      {choices.map(({ id, label, note }) => (
        <label key={id ?? ''}>
          <input type="radio" name={name} checked={chosen === id} onChange={() => twin.getState().showBaseMap(id)} />
          <span>
            {label}
            {note && <small>{note}</small>}
          </span>
        </label>
      ))}
      {maps.map((map) =>
        map.id === chosen && map.kind === 'photo' && map.problems ? (
          <LayerProblems key={map.id} layer={{ problems: map.problems }} />
        ) : null,
      )}
      {fault && <ErrorNotice what={t('baseMap.failed')} reason={fault} />}
    </fieldset>
  );
}
