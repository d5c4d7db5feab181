using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Experts;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Updates;

/// <summary>
/// A model's revisions in one process: what a cluster's answers are compared with. Changes come from one thread; what lives may be read by
/// any, and a revision's weights stay as they are until this is disposed.
/// </summary>
public sealed class ModelRevisions : ExpertVersions, IDisposable
{
    private readonly FeedForwardWeights[][] _loaded;
    private readonly IReadOnlyList<int> _experts;
    private readonly int _active;
    private readonly List<MemoryExpert> _updates = [];
    private readonly Dictionary<ExpertId, Stack<FeedForwardWeights>> _before = [];
    private readonly SortedDictionary<Revision, string> _ended = [];
    private volatile RevisionWeights[] _revisions;
    private volatile LiveRevisions _live = LiveRevisions.Loaded;

    /// <summary>The model as it was loaded, as revision 0.</summary>
    /// <param name="model">Stays the caller's.</param>
    public ModelRevisions(LanguageModel model)
    {
        _experts = model.ExpertsPerLayer;
        _active = model.Config.Mixture.ActiveExperts;
        _loaded = [.. model.Weights.Layers.Select(layer => layer.Experts)];
        _revisions = [new(BoundRevision.Loaded, _loaded)];
    }

    /// <summary>What sequences may be bound to.</summary>
    public LiveRevisions Live => _live;

    /// <summary>Replaces an expert's weights for new sequences.</summary>
    /// <returns>The revision they are bound to.</returns>
    public Revision Update(ExpertUpdate update)
    {
        var expert = new MemoryExpert(update);
        _updates.Add(expert);
        if (!_before.TryGetValue(update.Expert, out Stack<FeedForwardWeights>? before))
            _before[update.Expert] = before = new();
        before.Push(_revisions[^1].Layers[update.Expert.Layer][update.Expert.Index]);
        return Add(update.Expert, expert.Weights);
    }

    /// <summary>Goes back to the weights that an expert had before its last update.</summary>
    /// <returns>The revision that new sequences are bound to.</returns>
    /// <exception cref="InputException">There are none to go back to (exit code: not found).</exception>
    public Revision Rollback(ExpertId expert) =>
        _before.TryGetValue(expert, out Stack<FeedForwardWeights>? before) && before.TryPop(out FeedForwardWeights? weights)
            ? Add(expert, weights)
            : throw new InputException($"expert {expert}", "there is no earlier version to go back to", ExitCode.NotFound);

    /// <summary>Takes experts out of the model for new sequences.</summary>
    /// <returns>The revision that they are bound to.</returns>
    /// <exception cref="InputException">The model has no such expert (exit code: not found), or a layer would have fewer left than a row goes to (conflict).</exception>
    public Revision Prune(IReadOnlyList<ExpertId> experts)
    {
        ExpertId[] pruned = [.. _revisions[^1].Bound.Pruned.Union(experts).Order()];
        foreach (IGrouping<int, ExpertId> layer in pruned.GroupBy(expert => expert.Layer))
        {
            int known = (uint)layer.Key < (uint)_experts.Count ? _experts[layer.Key] : 0;
            if (layer.Last() is var last && (uint)last.Index >= (uint)known)
                throw new InputException($"expert {last}", "the model has no such expert", ExitCode.NotFound);
            int left = known - layer.Count();
            if (left < _active)
                throw new InputException($"layer {layer.Key}", $"would have {left} experts left, and every row goes to {_active}", ExitCode.Conflict);
        }
        return Add(new(Next, pruned), _revisions[^1].Layers);
    }

    /// <summary>Ends a revision: sequences that are bound to it fail.</summary>
    /// <param name="revision">Not the newest.</param>
    /// <param name="cause">Why, in one line.</param>
    public void Retire(Revision revision, string cause)
    {
        _ended[revision] = cause;
        Publish(_revisions);
    }

    /// <inheritdoc/>
    public void Dispose() => _updates.ForEach(update => update.Dispose());

    internal override FeedForwardWeights[] ExpertsOf(Revision revision, int layer)
    {
        foreach (RevisionWeights one in _revisions)
        {
            if (one.Bound.Revision == revision)
                return one.Layers[layer];
        }
        throw new InvalidOperationException($"there is no revision {revision}");
    }

    private Revision Next => new(_revisions[^1].Bound.Revision.Value + 1);

    private Revision Add(ExpertId expert, FeedForwardWeights weights)
    {
        FeedForwardWeights[][] layers = [.. _revisions[^1].Layers];
        layers[expert.Layer] = [.. layers[expert.Layer]];
        layers[expert.Layer][expert.Index] = weights;
        return Add(new(Next, _revisions[^1].Bound.Pruned), layers);
    }

    private Revision Add(BoundRevision bound, FeedForwardWeights[][] layers)
    {
        Publish([.. _revisions, new(bound, layers)]);
        return bound.Revision;
    }

    /// <summary>Weights first: what may be asked for is there, and what a step under way asks for still is.</summary>
    private void Publish(RevisionWeights[] revisions)
    {
        _revisions = revisions;
        _live = new([.. revisions.Select(one => one.Bound).Where(bound => !_ended.ContainsKey(bound.Revision))], new Dictionary<Revision, string>(_ended));
    }

    private sealed record RevisionWeights(BoundRevision Bound, FeedForwardWeights[][] Layers);
}
