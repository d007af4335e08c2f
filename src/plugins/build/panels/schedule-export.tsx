import { useEffect, useRef, useState } from 'react';
import { useController } from '../../../kit/app-context.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import type { ScheduleFormat } from '../review-controller.ts';

/** Names of formats are the same in every language. */
const FORMATS: readonly { format: ScheduleFormat; name: string }[] = [
  { format: 'mspdi', name: 'Project XML' },
  { format: 'xer', name: 'P6 XER' },
  { format: 'xer1252', name: 'P6 XER (Windows-1252)' },
  { format: 'p6xml', name: 'P6 XML' },
  { format: 'ifc', name: 'IFC 4.3' },
  { format: 'csv', name: 'CSV' },
];

/** The plan as another tool opens it, and what that tool's format has no place for. */
export function ScheduleExport() {
  const { t, of } = useWords();
  const { build, linking } = useController(buildController);
  const [format, setFormat] = useState<ScheduleFormat>('mspdi');
  const [said, setSaid] = useState('');
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (said !== '') note.current?.scrollIntoView({ block: 'nearest' });
  }, [said]);
  const save = async () => {
    const { file, bytes, lost } = await build.review.writeSchedule(format, linking.file());
    saveFile(file, 'application/octet-stream', bytes);
    const parts = lost.map(({ count, words }) => `${count} ${of(words)}`);
    setSaid(
      parts.length === 0 ? t('export.whole', { file }) : t('export.lost', { file, parts: parts.join(t('export.and')) }),
    );
  };
  return (
    <div className="schedule-export">
      <select
        aria-label={t('export.format')}
        value={format}
        onChange={({ currentTarget }) => setFormat(FORMATS[currentTarget.selectedIndex].format)}
      >
        {FORMATS.map((one) => (
          <option key={one.format} value={one.format}>
            {one.name}
          </option>
        ))}
      </select>
      <button type="button" className="btn small" onClick={() => void save()}>
        {t('export.save')}
      </button>
      <p ref={note} className="note" role="status">
        {said}
      </p>
    </div>
  );
}
