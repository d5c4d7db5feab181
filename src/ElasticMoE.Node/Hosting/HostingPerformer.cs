using ElasticMoE.Actors;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Hosting;

using HostingContext = ActorContext<(bool OfReplica, ExpertVersion Replica, HostingEventKind Kind), HostingEvent>;

/// <summary>Does what a node's replicas want: on threads of its own what waits for disks and peers, at once what doesn't.</summary>
internal sealed class HostingPerformer : IEffectPerformer<HostingEffect>
{
    private static readonly TimeSpan s_checkEvery = TimeSpan.FromSeconds(5);

    private readonly HostingContext _context;
    private readonly ExpertLibrary _library;
    private readonly NodeAgentOptions _options;
    private readonly LoadThreads _threads;
    private readonly Action _announce;
    private readonly CancellationToken _cancelled;

    public HostingPerformer(HostingContext context, NodeAgentOptions options, LoadThreads threads, Action announce, CancellationToken cancelled) =>
        (_context, _options, _library, _threads, _announce, _cancelled) = (context, options, options.Library, threads, announce, cancelled);

    public void Perform(HostingEffect effect)
    {
        switch (effect.Kind)
        {
            case HostingEffectKind.Fetch: _threads.Post(() => Attempt(effect, Fetch)); break;
            case HostingEffectKind.Load: _threads.Post(() => Attempt(effect, Load)); break;
            case HostingEffectKind.Check: _threads.Post(() => Check(effect.Replica)); break;
            case HostingEffectKind.Release: _library.Unload(effect.Replica); break;
            case HostingEffectKind.Save: AssignmentFile.Write(_options.StoreFolder, effect.Assignment!); break;
            case HostingEffectKind.Announce: _announce(); break;
            case HostingEffectKind.CheckLater:
                var due = new HostingEvent(HostingEventKind.CheckDue);
                _context.Timers.Set(due.Key, s_checkEvery, due);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    private void Attempt(HostingEffect effect, Func<HostingEffect, HostingEvent> bring)
    {
        try
        {
            _options.BeforeLoad();
            Post(bring(effect));
        }
        catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
        {
            // The node ends; nobody waits for it any more.
            return;
        }
        catch (Exception failed)
        {
            // Whatever keeps weights away concerns this replica; its leader hears of it.
            string cause = failed is InputException ? failed.Message : $"expert {effect.Replica}: {failed.Message}";
            _options.Log(cause);
            Post(IsDamaged(effect) ? new(HostingEventKind.Damaged, effect.Replica) : new(HostingEventKind.Failed, effect.Replica) { Cause = cause });
        }
    }

    /// <summary>Whether what was to be loaded turned out to be damaged; a version that can't be named can't be stored.</summary>
    private bool IsDamaged(in HostingEffect effect) =>
        effect.Kind == HostingEffectKind.Load && (effect.Replica.Version == 0 || effect.Content is not null) && !_library.IsStored(_library.ContentOf(effect.Replica, effect.Content));

    private HostingEvent Fetch(HostingEffect effect)
    {
        _options.Sources.Fetch(effect.Replica, effect.Content, effect.Peers ?? [], _cancelled);
        return new(HostingEventKind.Fetched, effect.Replica);
    }

    private HostingEvent Load(HostingEffect effect)
    {
        long started = _options.Clock.GetTimestamp();
        bool stays = _library.Load(effect.Replica, _library.ContentOf(effect.Replica, effect.Content));
        _options.Woke(_options.Clock.GetElapsedTime(started).TotalSeconds);
        return new(HostingEventKind.Loaded, effect.Replica) { Stays = stays };
    }

    private void Check(ExpertVersion replica)
    {
        // One that was unloaded meanwhile is no standby any more, and takes no notice.
        if (!_library.IsResident(replica))
            Post(new(HostingEventKind.Evicted, replica));
    }

    private void Post(in HostingEvent happened) => _context.Mailbox.Observe(happened.Key, happened);
}
