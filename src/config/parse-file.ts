import { parseDocument } from 'yaml';
import { type Problem, problemsOf } from './problem.ts';
import { type ConfigFile, fileSchema } from './schema.ts';
import { keysOf } from './schema-at.ts';

/** Whatever is wrong is reported and left out, so that the rest can still be judged. */
export function parseFile(yamlText: string): { value: ConfigFile; problems: Problem[] } {
  const document = parseDocument(yamlText, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const problem = `is not valid YAML: ${broken.message.split('\n')[0]}`;
    return { value: fileSchema.parse({}), problems: [{ where: 'the file', problem, mend: 'Mend that line.' }] };
  }
  const content: unknown = document.toJS() ?? {};
  const sections = isRecord(content) ? withoutNulls(content) : content;
  const parsed = fileSchema.safeParse(sections, { reportInput: true });
  if (parsed.success) return { value: parsed.data, problems: [] };
  const { issues } = parsed.error;
  return { value: withoutBadParts(sections, issues), problems: issues.flatMap(problemsOf) };
}

function withoutBadParts(content: unknown, issues: readonly { path: PropertyKey[] }[]): ConfigFile {
  const bad = new Set(issues.map(({ path: [section, key] }) => [section, key].map(String).join('.')));
  const kept = Object.entries(isRecord(content) ? content : {}).flatMap(([section, keys]) => {
    if (!isRecord(keys) || !(section in fileSchema.shape)) return [];
    const known = keysOf(fileSchema.shape[section as keyof ConfigFile]) ?? Object.keys(keys);
    return [
      [
        section,
        Object.fromEntries(
          Object.entries(keys).filter(([key]) => known.includes(key) && !bad.has(`${section}.${key}`)),
        ),
      ],
    ];
  });
  return fileSchema.parse(Object.fromEntries(kept));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An empty section is null in YAML: it means "all defaults". */
function withoutNulls(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
