import { useState } from 'react';
import { LANGUAGES } from '../../../../model/text/text.ts';
import {
  AUDIO_TYPES,
  MAX_FILE_LETTERS,
  MAX_FILES,
  MAX_POINTS,
  PICTURE_TYPES,
  type Tour,
  type TourChapter,
  type TourChart,
  type TourFile,
} from '../../../../model/tours/tour.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, TextAreaField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { fileUrl } from '../file-url.ts';
import { HALL_SOURCE, NEXT_QUESTION, withChapterChanged, withFile } from '../tour-draft.ts';

interface MediaProps {
  tour: Tour;
  at: number;
  /** `field` names what was changed, so that typing into it is one change. */
  onChange: (field: string, tour: Tour) => void;
}

/** What stands beside a chapter's words: a picture, recordings, a chart and a question. */
export function TourMedia(props: MediaProps) {
  const { t } = useWords();
  return (
    <details className="part tour-media">
      <summary>{t('tourEditor.media')}</summary>
      <PicturePart {...props} />
      <AudioPart {...props} />
      <ChartPart {...props} />
      <QuestionPart {...props} />
    </details>
  );
}

/** Reads a file of this machine into the tour, and says why one cannot be taken. */
function useTakeFile({ tour, at, onChange }: MediaProps) {
  const { t } = useWords();
  const { panels } = useApp();
  const notify = (text: string) => panels.getState().notify(text);
  return async (file: File, types: readonly TourFile['type'][], part: (name: string) => Partial<TourChapter>) => {
    const mostMb = (MAX_FILE_LETTERS * 3) / 4 / 2 ** 20;
    const type = types.find((one) => one === file.type);
    if (type === undefined) return notify(t('tourEditor.fileType', { file: file.name }));
    if (file.size > mostMb * 2 ** 20) return notify(t('tourEditor.fileLarge', { file: file.name, most: mostMb }));
    if (Object.keys(tour.files ?? {}).length >= MAX_FILES)
      return notify(t('tourEditor.filesMany', { most: MAX_FILES }));
    const { name, tour: next } = withFile(tour, file.name, {
      type,
      data: await base64Of(file),
    });
    onChange('', withChapterChanged(next, at, part(name)));
  };
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

function PicturePart(props: MediaProps) {
  const { tour, at, onChange } = props;
  const { t, of } = useWords();
  const take = useTakeFile(props);
  const { picture, title } = tour.chapters[at];
  const url = picture ? fileUrl(tour.files?.[picture.file]) : null;
  const change = (field: string, part: Partial<NonNullable<TourChapter['picture']>>) =>
    picture && onChange(`${at} picture ${field}`, withChapterChanged(tour, at, { picture: { ...picture, ...part } }));
  return (
    <>
      <p className="tour-acts">
        <FileButton
          accept={PICTURE_TYPES.join()}
          label={t('tourEditor.picture')}
          onFile={(file) =>
            void take(file, PICTURE_TYPES, (name) => ({
              picture: {
                file: name,
                alt: picture?.alt ?? title,
                source: picture?.source ?? HALL_SOURCE,
              },
            }))
          }
        />
        {picture && (
          <button
            type="button"
            className="link"
            onClick={() => onChange('', withChapterChanged(tour, at, { picture: undefined }))}
          >
            {t('tourEditor.dropPicture')}
          </button>
        )}
      </p>
      {picture && url && <img className="tour-thumb" src={url} alt={of(picture.alt)} />}
      {picture &&
        LANGUAGES.map((language) => (
          <TextField
            key={language}
            label={t(`tourEditor.alt_${language}`)}
            value={picture.alt[language]}
            onChange={(text) => change(`alt ${language}`, { alt: { ...picture.alt, [language]: text } })}
          />
        ))}
      {picture &&
        LANGUAGES.map((language) => (
          <TextField
            key={language}
            label={t(`tourEditor.source_${language}`)}
            value={picture.source[language]}
            onChange={(text) => change(`source ${language}`, { source: { ...picture.source, [language]: text } })}
          />
        ))}
    </>
  );
}

function AudioPart(props: MediaProps) {
  const { tour, at, onChange } = props;
  const { t } = useWords();
  const take = useTakeFile(props);
  const { audio = {} } = tour.chapters[at];
  return LANGUAGES.map((language) => {
    const name = audio[language];
    const url = name === undefined ? null : fileUrl(tour.files?.[name]);
    const { [language]: _, ...others } = audio;
    return (
      <div key={language} className="tour-acts">
        <FileButton
          accept={AUDIO_TYPES.join()}
          label={t(`tourEditor.audio_${language}`)}
          onFile={(file) => void take(file, AUDIO_TYPES, (own) => ({ audio: { ...audio, [language]: own } }))}
        />
        {url && (
          <button type="button" className="btn small" onClick={() => void new Audio(url).play()}>
            {t('tourEditor.hear')}
          </button>
        )}
        {name !== undefined && (
          <button
            type="button"
            className="link"
            onClick={() =>
              onChange('', withChapterChanged(tour, at, { audio: Object.keys(others).length > 0 ? others : undefined }))
            }
          >
            {t('tourEditor.dropAudio')}
          </button>
        )}
      </div>
    );
  });
}

/** A line of a chart as it is typed: words in both languages and a number, with strokes between. */
const lineOf = ({ label: { zh, en }, value }: TourChart['points'][number]): string => `${zh} | ${en} | ${value}`;

function pointsOf(text: string): TourChart['points'] {
  return text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter(([zh, en, value]) => zh && en && value && Number.isFinite(Number(value)))
    .slice(0, MAX_POINTS)
    .map(([zh, en, value]) => ({ label: { zh, en }, value: Number(value) }));
}

function ChartPart({ tour, at, onChange }: MediaProps) {
  const { t } = useWords();
  const { chart, title } = tour.chapters[at];
  const change = (field: string, next: TourChart | undefined) =>
    onChange(field && `${at} chart ${field}`, withChapterChanged(tour, at, { chart: next }));
  if (!chart)
    return (
      <p className="tour-acts">
        <button
          type="button"
          className="btn small"
          onClick={() =>
            change('', {
              kind: 'bars',
              title,
              unit: '',
              points: [1, 2].map((value) => ({ label: { zh: `${value}`, en: `${value}` }, value })),
              source: HALL_SOURCE,
            })
          }
        >
          {t('tourEditor.chart')}
        </button>
      </p>
    );
  return (
    <>
      <ChoiceField
        label={t('tourEditor.chartKind')}
        value={chart.kind}
        options={(['bars', 'line'] as const).map((value) => ({ value, label: t(`tourEditor.chart_${value}`) }))}
        onChange={(kind) => change('', { ...chart, kind })}
      />
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={t(`tourEditor.chartTitle_${language}`)}
          value={chart.title[language]}
          onChange={(text) => change(`title ${language}`, { ...chart, title: { ...chart.title, [language]: text } })}
        />
      ))}
      <TextField
        label={t('tourEditor.chartUnit')}
        value={chart.unit}
        onChange={(unit) => change('unit', { ...chart, unit })}
      />
      <ChartPoints key={at} chart={chart} onChange={(points) => change('points', { ...chart, points })} />
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={t(`tourEditor.source_${language}`)}
          value={chart.source[language]}
          onChange={(text) => change(`source ${language}`, { ...chart, source: { ...chart.source, [language]: text } })}
        />
      ))}
      <button type="button" className="link" onClick={() => change('', undefined)}>
        {t('tourEditor.dropChart')}
      </button>
    </>
  );
}

/** What is typed stands as it is; lines that say words and a number are taken once there are two. */
function ChartPoints({ chart, onChange }: { chart: TourChart; onChange: (points: TourChart['points']) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextAreaField
      label={t('tourEditor.chartPoints')}
      value={typed ?? chart.points.map(lineOf).join('\n')}
      most={2000}
      onChange={(text) => {
        setTyped(text);
        const points = pointsOf(text);
        if (points.length > 1) onChange(points);
      }}
    />
  );
}

/** Answers of a question that the editor makes. */
const MAX_ANSWERS = 3;

function QuestionPart({ tour, at, onChange }: MediaProps) {
  const { t, of } = useWords();
  const { chapters } = tour;
  const { question, id } = chapters[at];
  const others = chapters.filter((chapter) => chapter.id !== id);
  const change = (field: string, next: TourChapter['question']) =>
    onChange(field && `${at} question ${field}`, withChapterChanged(tour, at, { question: next }));
  if (others.length === 0) return null;
  if (!question)
    return (
      <p className="tour-acts">
        <button
          type="button"
          className="btn small"
          onClick={() =>
            change('', {
              text: NEXT_QUESTION,
              choices: others.slice(0, 2).map(({ id: to, title }) => ({ label: shortOf(title), to })),
            })
          }
        >
          {t('tourEditor.question')}
        </button>
      </p>
    );
  const { text, choices } = question;
  return (
    <>
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={t(`tourEditor.question_${language}`)}
          value={text[language]}
          onChange={(words) => change(`text ${language}`, { ...question, text: { ...text, [language]: words } })}
        />
      ))}
      {choices.map(({ label, to }, i) => {
        const set = (field: string, part: Partial<(typeof choices)[number]>) =>
          change(field, { ...question, choices: choices.map((one, k) => (k === i ? { ...one, ...part } : one)) });
        return (
          <fieldset key={`${at} ${i}`} className="tour-answer">
            <legend>{t('tourEditor.answer', { number: i + 1 })}</legend>
            {LANGUAGES.map((language) => (
              <TextField
                key={language}
                label={t(`tourEditor.answer_${language}`)}
                value={label[language]}
                onChange={(words) => set(`${i} ${language}`, { label: { ...label, [language]: words } })}
              />
            ))}
            <ChoiceField
              label={t('tourEditor.leadsTo')}
              value={to}
              options={others.map((chapter) => ({ value: chapter.id, label: of(chapter.title) }))}
              onChange={(next) => set('', { to: next })}
            />
          </fieldset>
        );
      })}
      <p className="tour-acts">
        {choices.length < MAX_ANSWERS && (
          <button
            type="button"
            className="btn small"
            onClick={() => {
              const next = others.find((chapter) => !choices.some(({ to }) => to === chapter.id)) ?? others[0];
              change('', { ...question, choices: [...choices, { label: shortOf(next.title), to: next.id }] });
            }}
          >
            {t('tourEditor.addAnswer')}
          </button>
        )}
        <button type="button" className="link" onClick={() => change('', undefined)}>
          {t('tourEditor.dropQuestion')}
        </button>
      </p>
    </>
  );
}

/** A title as an answer, which has no more than 40 letters. */
const shortOf = ({ zh, en }: TourChapter['title']) => ({ zh: zh.slice(0, 40), en: en.slice(0, 40) });
