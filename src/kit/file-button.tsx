import { useRef } from 'react';
import { Icon } from './icons.tsx';

interface FileButtonLook {
  accept: string;
  icon?: 'plus' | 'layers';
  label: string;
  disabled?: boolean;
  /** The one that a panel is there for. */
  isMain?: boolean;
}

/** A button that asks for one file. */
export const FileButton = ({ onFile, ...look }: FileButtonLook & { onFile: (file: File) => void }) => (
  <FilesButton {...look} isSeveral={false} onFiles={([file]) => onFile(file)} />
);

/** A button that asks for files, several at once unless told; it hands over one at least. */
export function FilesButton({
  accept,
  icon,
  label,
  disabled = false,
  isMain = false,
  isSeveral = true,
  onFiles,
}: FileButtonLook & { isSeveral?: boolean; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple={isSeveral}
        className="unseen"
        tabIndex={-1}
        accept={accept}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          if (files.length > 0) onFiles(files);
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className={`btn small${isMain ? ' primary' : ''}`}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {icon && <Icon name={icon} />}
        {label}
      </button>
    </>
  );
}
