using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Simulation.StandIn;

/// <summary>What one process alone says to a prompt: the truth for every history.</summary>
internal sealed class ReferenceRun
{
    private readonly StandInModel _model;
    private readonly RevisionVersions _versions;
    private readonly ulong[] _keys;
    private readonly int[] _experts;
    private readonly List<(int Position, int Layer, ulong Row)> _dispatched = [];

    /// <param name="model">The arithmetic.</param>
    /// <param name="prompt">One token or more.</param>
    /// <param name="outputs">Tokens that follow.</param>
    /// <param name="versions">Of the experts.</param>
    public ReferenceRun(StandInModel model, IReadOnlyList<int> prompt, int outputs, RevisionVersions versions)
    {
        (_model, _versions, _keys, _experts) = (model, versions, new ulong[model.Layers], new int[model.Active]);
        int[] tokens = new int[outputs];
        ulong last = 0;
        for (int position = 0; position < prompt.Count + outputs - 1; position++)
        {
            if (position >= prompt.Count)
                tokens[position - prompt.Count] = StandInModel.Sample(last);
            last = Row(position < prompt.Count ? prompt[position] : tokens[position - prompt.Count], position);
        }
        tokens[^1] = StandInModel.Sample(last);
        Tokens = tokens;
    }

    /// <summary>The tokens that follow the prompt.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>Every row as it is dispatched to experts.</summary>
    public IReadOnlyList<(int Position, int Layer, ulong Row)> Dispatched => _dispatched;

    private ulong Row(int token, int position)
    {
        ulong row = StandInModel.Embed(token, position);
        for (int layer = 0; layer < _model.Layers; layer++)
        {
            row = _keys[layer] = StandInModel.Attend(_keys[layer], row, layer);
            _dispatched.Add((position, layer, row));
            _model.Gate(row, layer, _experts);
            ulong sum = 0;
            foreach (int expert in _experts)
            {
                int version = _versions.VersionOf(new(layer, expert));
                sum = StandInModel.Add(sum, expert, version, StandInModel.Output(row, new ExpertId(layer, expert), version));
            }
            row = StandInModel.Hash(row, sum);
        }
        return row;
    }
}
