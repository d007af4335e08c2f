import { useEffect } from 'react';
import type { RoadWorks } from '../twin/roads.ts';
import { useTwin } from './app-context.tsx';
import { Switch } from './controls.tsx';
import { FormSection } from './form-fields.tsx';
import { useWords } from './words.ts';

/** Works of the city's project on the shown day: what they close or narrow, and whether that counts. A city without any shows nothing. */
export function SiteWorks() {
  const { t } = useWords();
  const works = useTwin(({ roadWorks }) => roadWorks);
  const isOn = useTwin(({ areWorksOn }) => areWorksOn);
  const letWorksClose = useTwin((state) => state.letWorksClose);
  const needRoads = useTwin((state) => state.needRoads);
  useEffect(() => needRoads(), [needRoads]);
  if (works.length === 0) return null;
  return (
    <FormSection title={t('roadWorks.title')}>
      <div className="field brings">
        <span>{t('roadWorks.count')}</span>
        <Switch label={t('roadWorks.count')} on={isOn} onChange={letWorksClose} />
      </div>
      <ul className="works-list">
        {works.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b>
            <span className="note">{worksText(one, t)}</span>
          </li>
        ))}
      </ul>
    </FormSection>
  );
}

/** What works close, and what they narrow and leave open. */
export function worksText(
  { closed, narrowed }: Pick<RoadWorks, 'closed' | 'narrowed'>,
  t: ReturnType<typeof useWords>['t'],
): string {
  return [
    ...(closed.length > 0 ? [t('roadWorks.closed', { count: closed.length })] : []),
    ...narrowed.map(({ lanes, of }) => t('roadWorks.narrowed', { lanes, of })),
  ].join(' · ');
}
