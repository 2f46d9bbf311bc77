import { type PolicyRefusal, refused } from './refused.ts';

/** Who acts, as Slack knows them at this moment. */
export interface Actor {
  /** Slack user id. */
  readonly userId: string;
  /** `stranger`: of another workspace, through Slack Connect. `unknown`: Slack did not say. */
  readonly kind: 'member' | 'guest' | 'stranger' | 'bot' | 'unknown';
  /** Those of the policy's user groups that they belong to. Undefined: could not be read, which is never membership. */
  readonly groupIds: ReadonlySet<string> | undefined;
}

/** Only full members ask, approve and read, whatever a rule says of them by name. */
export function refusedKind({ kind }: Actor): PolicyRefusal | undefined {
  switch (kind) {
    case 'member':
      return undefined;
    case 'guest':
      return refused(
        'You are a guest in this Slack workspace, and guests may not use me.',
        'Ask a full member to do it for you.',
      );
    case 'stranger':
      return refused(
        'You belong to another Slack workspace, and only members of this one may use me.',
        'Ask somebody of this workspace to do it for you.',
      );
    case 'bot':
      return refused('Bots may not use me.', 'A person has to do it.');
    case 'unknown':
      return refused(
        'Slack did not tell me who you are, so I cannot tell whether you may.',
        'Try again in a minute; if it stays so, whoever runs the bot should look at its log and its Slack scopes.',
      );
  }
}
