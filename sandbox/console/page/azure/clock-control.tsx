import { useEffect, useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';

const steps = [
  { label: '+5 min', spoken: 'Advance the clock by 5 minutes', byMs: 5 * 60_000 },
  { label: '+1 h', spoken: 'Advance the clock by 1 hour', byMs: 3_600_000 },
  { label: '+1 day', spoken: 'Advance the clock by 1 day', byMs: 86_400_000 },
] as const;

/** The sandbox's clock: it runs like any other, and can be moved on to see grants close. */
export function ClockControl() {
  const { nowMs, workspace, actAndTell } = useConsole();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: workspace.me.tz,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <div className="clock">
      <Icon name="clock" size={16} />
      <time data-testid="clock" dateTime={new Date(nowMs()).toISOString()} title={workspace.me.tz}>
        {format.format(nowMs())}
      </time>
      {steps.map((step) => (
        <button
          key={step.label}
          type="button"
          aria-label={step.spoken}
          onClick={() => void actAndTell({ kind: 'advance', byMs: step.byMs })}
        >
          {step.label}
        </button>
      ))}
    </div>
  );
}
