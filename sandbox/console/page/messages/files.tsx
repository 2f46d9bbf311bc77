import { useEffect, useState } from 'react';
import { sizeInWords } from '../../../slack/size-in-words.ts';
import type { FileView } from '../../../slack/workspace.ts';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import './files.css';

export function Files({ files }: { readonly files: readonly FileView[] }) {
  return (
    <div className="files">
      {files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </div>
  );
}

function FileCard({ file }: { readonly file: FileView }) {
  const { workspace } = useConsole();
  const url = `/files/${workspace.me.id}/${file.id}`;
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
  const isText = /^text\/|json$/.test(file.mimetype) && file.size < 200_000;
  return (
    <figure className="file">
      <figcaption className="file-head">
        <Icon name="file" size={20} />
        <a href={url} target="_blank" rel="noreferrer" className="file-name">
          {file.title || file.name}
        </a>
        <small>{sizeInWords(file.size)}</small>
        <a href={`${url}?download`} className="file-download" aria-label={`Download ${file.name}`} title="Download">
          <Icon name="download" size={16} />
        </a>
      </figcaption>
      {isPicture && <img className="file-picture" src={url} alt={file.altText || file.title || file.name} />}
      {isText && <TextPreview url={url} />}
    </figure>
  );
}

const previewLines = 8;

function TextPreview({ url }: { readonly url: string }) {
  const [text, setText] = useState('');
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    const over = new AbortController();
    fetch(url, { signal: over.signal })
      .then((response) => (response.ok ? response.text() : ''))
      .then(setText, () => setText(''));
    return () => over.abort();
  }, [url]);
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <>
      <pre className="file-text">{whole ? text : lines.slice(0, previewLines).join('\n')}</pre>
      {lines.length > previewLines && (
        <button type="button" className="file-more" onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : `Show all ${lines.length} lines`}
        </button>
      )}
    </>
  );
}
