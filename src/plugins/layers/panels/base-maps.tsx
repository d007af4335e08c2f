import { useId } from 'react';
import { hostOf } from '../../../../model/city/base-maps.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
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
  const choices = [
    { id: null, label: t('baseMap.own'), note: '' },
    ...maps.map((map) => ({
      id: map.id,
      label: of(map.label),
      note: [map.kind === 'photo' ? '' : t('baseMap.asks', { host: hostOf(map.url) ?? '' }), of(map.source.name)]
        .filter((text) => text !== '')
        .join(' · '),
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
      {fault && <ErrorNotice what={t('baseMap.failed')} reason={fault} />}
    </fieldset>
  );
}
