import { type Message, messagesOf } from '../../../../model/text/message.ts';
import { CITY_TOUR } from '../../../../model/tours/city-tour.ts';
import { readTour, type Tour, tourText } from '../../../../model/tours/tour.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { Icon } from '../../../kit/icons.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { deskFor } from '../../../twin/appearance.ts';
import { tourController } from '../controller.ts';
import { changedDraft, draftOf, newTour, redoneDraft, type TourDraft, undoneDraft } from '../tour-draft.ts';
import { toursOf } from '../tours.ts';
import { useCapture } from './capture.ts';
import { TourFilm } from './tour-film.tsx';
import { TourForm } from './tour-form.tsx';

/** 导览编辑: which tours there are, and one of them under the pencil. */
export function TourEditor({ onClose }: PanelProps) {
  const { t } = useWords();
  const { tours } = useController(tourController);
  const draft = useStore(tours.state, (state) => state.draft);
  return (
    <Panel title={t('tourEditor.title')} className="dock grows tour-editor" onClose={onClose}>
      {draft ? <Editor draft={draft} /> : <TourShelfList />}
    </Panel>
  );
}

function TourShelfList() {
  const { t, of } = useWords();
  const { panels, twin } = useApp();
  const { tours } = useController(tourController);
  const otherTours = useTwin((state) => state.otherTours);
  const kept = useStore(tours.state, (state) => state.kept);
  const packed = useStore(tours.state, (state) => state.packed);
  const reasonOf = useErrorText();
  const capture = useCapture();
  const all = toursOf({ otherTours }, twin.city);
  const fail = (error: unknown) => panels.getState().notify(reasonOf(error));
  const open = async (file: File) => {
    const problems = await tours.open(file);
    const said = problems.map(({ text }) => of(text)).join('\n');
    panels.getState().notify(said === '' ? t('tourEditor.opened', { file: file.name }) : said);
  };
  const originOf = ({ id }: Tour) => {
    if (kept.some((own) => own.id === id)) return t('tourEditor.kept');
    const isOfCity = id === CITY_TOUR || packed.some((one) => one.id === id);
    return t(isOfCity ? 'tourEditor.ofCity' : 'tourEditor.shipped');
  };
  const create = () => {
    const ids = all.map(({ id }) => id);
    tours.edit(draftOf(newTour(twin.city.id, { zh: twin.city.name.zh, en: twin.city.name.en }, ids, capture())));
  };
  return (
    <>
      <p className="note more">{t('tourEditor.intro')}</p>
      <ul className="tour-shelf" aria-label={t('tourEditor.list')}>
        {all.map((tour) => (
          <li key={tour.id}>
            <button type="button" onClick={() => tours.edit(draftOf(tour))}>
              <b>{tour.id === CITY_TOUR ? t('tour.cityTour') : of(tour.title)}</b>
              <span className="note">
                {t('tourEditor.chapters', { count: tour.chapters.length })}{' '}
                <span className="tag">{originOf(tour)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="tour-acts">
        <button type="button" className="btn small" onClick={create}>
          <Icon name="plus" />
          {t('tourEditor.create')}
        </button>
        <FileButton accept=".json" label={t('tourEditor.importFile')} onFile={(file) => void open(file).catch(fail)} />
      </p>
    </>
  );
}

/** All that is wrong with a tour as it is being written. */
function faultsOf(tour: Tour): readonly Message[] {
  try {
    return readTour(tour, tour.id).faults;
  } catch (error) {
    const messages = messagesOf(error);
    if (!messages) throw error;
    return messages;
  }
}

function Editor({ draft }: { draft: TourDraft }) {
  const { t, of } = useWords();
  const { tours } = useController(tourController);
  const faults = faultsOf(draft.tour);
  return (
    <>
      <p className="tour-acts">
        <button type="button" className="link" onClick={() => tours.edit(null)}>
          {t('tourEditor.leave')}
        </button>
        <span className="space" />
        <button
          type="button"
          className="btn small"
          disabled={draft.past.length === 0}
          onClick={() => tours.edit(undoneDraft(draft))}
        >
          {t('tourEditor.undo')}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={draft.undone.length === 0}
          onClick={() => tours.edit(redoneDraft(draft))}
        >
          {t('tourEditor.redo')}
        </button>
      </p>
      <TourForm draft={draft} onChange={(field, tour, at) => tours.edit(changedDraft(draft, field, tour, at))} />
      {faults.length > 0 && (
        <div className="part" role="alert">
          <b>{t('tourEditor.faults', { count: faults.length })}</b>
          <ul className="tour-faults">
            {faults.map(({ text }) => (
              <li key={text.en}>{of(text)}</li>
            ))}
          </ul>
        </div>
      )}
      <Acts draft={draft} isWhole={faults.length === 0} />
      <TourFilm tour={draft.tour} at={draft.at} />
    </>
  );
}

/** What can be done with a tour that has no fault. */
function Acts({ draft: { tour, at }, isWhole }: { draft: TourDraft; isWhole: boolean }) {
  const { t } = useWords();
  const { panels, twin } = useApp();
  const { tours } = useController(tourController);
  const kept = useStore(tours.state, (state) => state.kept);
  const reasonOf = useErrorText();
  const fail = (error: unknown) => panels.getState().notify(reasonOf(error));
  const hall = deskFor(twin.getState(), 'show');
  const play = async (desk: string) => {
    await tours.put(tour);
    const { openDesk, chooseTour, startTour } = twin.getState();
    openDesk(desk);
    chooseTour(tour.id);
    startTour(at);
  };
  const remove = () => {
    tours.edit(null);
    void tours.remove(tour.id).catch(fail);
  };
  return (
    <p className="tour-acts">
      <button
        type="button"
        className="btn small primary"
        disabled={!isWhole}
        onClick={() => void tours.put(tour).then(() => panels.getState().notify(t('tourEditor.saved')), fail)}
      >
        {t('tourEditor.save')}
      </button>
      {hall && (
        <button type="button" className="btn small" disabled={!isWhole} onClick={() => void play(hall).catch(fail)}>
          <Icon name="play" />
          {t('tourEditor.play')}
        </button>
      )}
      <button
        type="button"
        className="btn small"
        disabled={!isWhole}
        onClick={() => saveFile(`${twin.city.id}-${tour.id}.tour.json`, 'application/json', tourText(tour))}
      >
        {t('tourEditor.export')}
      </button>
      {kept.some(({ id }) => id === tour.id) && (
        <button type="button" className="btn small" onClick={remove}>
          {t('tourEditor.remove')}
        </button>
      )}
    </p>
  );
}
