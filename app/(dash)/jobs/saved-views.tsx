import { ChevronDown, Trash2 } from "lucide-react";
import type { SavedView } from "#lib/views/schema";
import { Button } from "#ui/button";
import { Link } from "#ui/link";
import { Menu } from "#ui/menu";

/** Own filters by name: one is a link, and what is filtered now can be kept as another one. */
export function SavedViews({ views, query, path }: { views: SavedView[]; query: string; path: string }) {
  return (
    // Another view closes the menu that led to it.
    <Menu
      key={query}
      name="Saved views"
      label={
        <>
          Views <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      <div className="w-64 p-1.5">
        {views.length === 0 && <p className="px-1 pb-2 text-muted">No view is saved yet.</p>}
        <ul>
          {views.map((view) => (
            <li key={view.id} className="flex items-center gap-2 py-0.5">
              <Link href={view.display_url} className="min-w-0 flex-1 truncate">
                {view.name}
              </Link>
              <form method="post" action={view.url}>
                <input type="hidden" name="_method" value="DELETE" />
                <input type="hidden" name="next" value={path} />
                <button type="submit" aria-label={`Delete view ${view.name}`} className="min-h-6 min-w-6 text-muted">
                  <Trash2 size={14} aria-hidden />
                </button>
              </form>
            </li>
          ))}
        </ul>
        <form method="post" action="/api/views" className="mt-1 flex gap-2 border-t border-line pt-2">
          <input type="hidden" name="page" value="jobs" />
          <input type="hidden" name="query" value={query} />
          <input
            name="name"
            required
            maxLength={60}
            aria-label="Name of the view"
            placeholder="Name of these filters"
            className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 placeholder:text-muted"
          />
          <Button>Save</Button>
        </form>
      </div>
    </Menu>
  );
}
