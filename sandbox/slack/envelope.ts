/** What goes over a Socket Mode connection. https://docs.slack.dev/apis/events-api/using-socket-mode */

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export interface Envelope {
  readonly type: EnvelopeType;
  readonly payload: Record<string, unknown>;
  readonly retryAttempt?: number;
  readonly retryReason?: string;
}

export function wireForm(id: string, envelope: Envelope): Record<string, unknown> {
  const common = { envelope_id: id, payload: envelope.payload, type: envelope.type };
  if (envelope.type !== 'events_api') return { ...common, accepts_response_payload: true };
  return {
    ...common,
    accepts_response_payload: false,
    retry_attempt: envelope.retryAttempt ?? 0,
    retry_reason: envelope.retryReason ?? '',
  };
}

export interface Ack {
  readonly envelopeId: string;
  readonly payload: Record<string, unknown>;
}

/** The app's acknowledgement; undefined for anything else. */
export function readAck(text: string): Ack | undefined {
  const message = parse(text);
  if (typeof message.envelope_id !== 'string') return undefined;
  const { payload } = message;
  return {
    envelopeId: message.envelope_id,
    payload: typeof payload === 'object' && payload !== null ? { ...payload } : {},
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
