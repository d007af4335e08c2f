import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { WorkList } from '../../../kit/work-list.tsx';

/** The schemes of the city, one after the other. */
export function SchemeList() {
  const { t } = useWords();
  const schemes = useTwin((state) => state.schemes);
  const shown = useTwin(({ schemeShown }) => schemeShown);
  const set = useTwin(({ setSchemes }) => setSchemes);
  const open = (id: string) => {
    const scheme = schemes.find((each) => each.id === id);
    set({ schemeShown: id, schemeParcel: scheme?.parcels[0]?.id ?? null });
  };
  return (
    <WorkList
      title={t('schemes.list')}
      rows={schemes.map(({ id, name, parcels }) => ({
        id,
        name,
        figure: t('schemes.parcelCount', { count: parcels.length }),
      }))}
      open={shown}
      onOpen={open}
    />
  );
}
