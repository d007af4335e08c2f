import { useSyncExternalStore } from 'react';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { type EvaluatedScheme, SCHEME_VOLUMES, type SchemeVolumes } from '../../../twin/scheme-volumes.ts';

const NEVER = () => () => undefined;

/** Schemes as they are now; null: nobody has any. */
function useSchemeVolumes(): SchemeVolumes | null {
  const volumes = useOffered(SCHEME_VOLUMES);
  const serial = () => volumes?.serial() ?? 0;
  useSyncExternalStore(volumes?.follow ?? NEVER, serial, serial);
  return volumes;
}

/** Which scheme a study takes in: the one on the picture until another, or none, is chosen. */
export function useSchemeChoice(): { chosen: string | null; choose: (id: string | null) => void } {
  const volumes = useSchemeVolumes();
  const { scheme: choice } = useTwin((state) => state.sunForm);
  const { setSunForm } = useApp().twin.getState();
  const isThere = (id: string) => volumes?.list().some((one) => one.id === id) ?? false;
  const wanted = choice === undefined ? (volumes?.shown() ?? null) : choice;
  return { chosen: wanted !== null && isThere(wanted) ? wanted : null, choose: (scheme) => setSunForm({ scheme }) };
}

/** Nothing where there is no scheme. */
export function SchemeField({ chosen, choose }: ReturnType<typeof useSchemeChoice>) {
  const { t } = useWords();
  const schemes = useSchemeVolumes()?.list() ?? [];
  if (schemes.length === 0) return null;
  return (
    <ChoiceField
      label={t('sun.scheme')}
      value={chosen ?? ''}
      options={[
        { value: '', label: t('sun.schemeNone') },
        ...schemes.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => choose(id || null)}
    />
  );
}

/** Which scheme a result was reckoned with, and whether that was changed since. */
export function SchemeNote({ scheme, onAgain }: { scheme: EvaluatedScheme | null; onAgain?: () => void }) {
  const { t } = useWords();
  const volumes = useSchemeVolumes();
  if (!scheme) return null;
  const isChanged = volumes?.isChanged(scheme) ?? true;
  return (
    <p className="note" data-sun-scheme={scheme.id} data-changed={isChanged}>
      {t('sun.schemeOf', { name: scheme.name })}{' '}
      {isChanged && <span className="tag unsure">{t('sun.schemeChanged')}</span>}{' '}
      {isChanged && onAgain && (
        <button type="button" className="link" onClick={onAgain}>
          {t('sun.schemeAgain')}
        </button>
      )}
    </p>
  );
}
