import type { SlackCore } from '../slack-core.ts';

/**
 * What a person typed as Slack hands it on: `&`, `<` and `>` are entities. With `mentions`, @names, #channels and
 * links become `<@U...>`, `<#C...|name>` and `<https://...>`. https://docs.slack.dev/messaging/formatting-message-text
 */
export function typedText(core: SlackCore, line: string, mentions: boolean, withNames = false): string {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!mentions) return escaped;
  const { people, channels, userGroups } = core.state;
  return escaped
    .replaceAll(/(?<![\w@])@([\w.-]*\w)/g, (whole, name: string) => {
      const person = [...people.values()].find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (person !== undefined) return withNames ? `<@${person.id}|${person.name}>` : `<@${person.id}>`;
      const group = userGroups.find((each) => each.handle.toLowerCase() === name.toLowerCase());
      return group === undefined ? whole : `<!subteam^${group.id}${withNames ? `|@${group.handle}` : ''}>`;
    })
    .replaceAll(/(?<![\w#])#([\w-]+)/g, (whole, name: string) => {
      const channel = [...channels.values()].find((each) => each.kind === 'public' && each.name === name);
      return channel === undefined ? whole : `<#${channel.id}|${channel.name}>`;
    })
    .replaceAll(/(?<![\w|<])https?:\/\/[^\s<>|]+/g, (url) => `<${url}>`);
}
