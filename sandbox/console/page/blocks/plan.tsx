import type { PlanBlock, TaskCardBlock } from '@slack/types';
import { useState } from 'react';
import { RichText } from '../text/rich-text.tsx';
import { safeUrl } from '../text/safe-url.ts';
import { keyOf } from '../text/text-nodes.tsx';
import { Icon } from '../ui/icon.tsx';
import './plan.css';

export function Plan({ block }: { readonly block: PlanBlock }) {
  const [open, setOpen] = useState(true);
  const tasks = (block.tasks ?? []) as readonly TaskCardBlock[];
  const complete = tasks.filter((task) => task.status === 'complete').length;
  return (
    <section className="plan" aria-label={block.title}>
      <button type="button" className="plan-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
        <span>{block.title}</span>
        <span className="plan-count">
          {complete} of {tasks.length}
        </span>
      </button>
      {open && (
        <ol className="plan-tasks">
          {tasks.map((task, index) => (
            <li key={task.task_id ?? keyOf(index)}>
              <TaskCard task={task} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const words = { pending: 'Pending', in_progress: 'In progress', complete: 'Complete', error: 'Failed' } as const;

export function TaskCard({ task }: { readonly task: TaskCardBlock }) {
  const hasMore = task.details !== undefined || task.output !== undefined || (task.sources?.length ?? 0) > 0;
  return (
    <div className={`task task--${task.status}`}>
      <span className={`task-mark task-mark--${task.status}`} role="img" aria-label={words[task.status]}>
        {task.status === 'complete' && <Icon name="check" size={13} />}
        {task.status === 'error' && <Icon name="close" size={12} />}
      </span>
      <div className="task-body">
        <div className="task-title">{task.title}</div>
        {hasMore && (
          <div className="task-more">
            {task.details !== undefined && <RichText block={task.details} />}
            {task.output !== undefined && <RichText block={task.output} />}
            {task.sources?.map((source) => (
              <a key={source.url} href={safeUrl(source.url)} target="_blank" rel="noreferrer noopener">
                {source.text}
              </a>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
