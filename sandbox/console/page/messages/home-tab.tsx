import type { ModalView } from '../../../slack/workspace.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { FormContext } from '../blocks/form-context.ts';
import { useFormState } from '../blocks/use-form.ts';
import { Icon } from '../ui/icon.tsx';

/** The app's Home tab, as the bot published it for this person. */
export function HomeTab({ home, appName }: { readonly home: ModalView | undefined; readonly appName: string }) {
  return (
    <section className="channel" aria-label={`${appName} Home`} data-testid="home">
      <header className="channel-head">
        <Icon name="home" />
        <h1>{appName}</h1>
        <span className="channel-tab">Home</span>
      </header>
      <div className="home-body">
        {home === undefined ? (
          <p className="home-empty">{appName} has published nothing here yet. It may still be starting.</p>
        ) : (
          <HomeView key={home.id} home={home} />
        )}
      </div>
    </section>
  );
}

function HomeView({ home }: { readonly home: ModalView }) {
  const form = useFormState({ in: 'view', viewId: home.id }, home.blocks, home.errors);
  return (
    <FormContext value={form}>
      <Blocks blocks={home.blocks} />
    </FormContext>
  );
}
