using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Engine.Tests.Serving;

/// <summary>A model whose forward pass has a bug.</summary>
internal sealed class BrokenModel : StepModel
{
    public override int VocabularySize => 50;

    public override int ContextLength => 400;

    public override int BlockPositions => 16;

    public override int BlockCount => 100;

    public override int FreeBlocks => 100;

    public override IReadOnlyList<int> EosIds => [0];

    public override void Check(GatePolicy policy)
    {
    }

    public override int PrefixBlocks => 0;

    public override (int Slot, int Positions) Open(in SequenceBinding binding, ReadOnlySpan<int> tokens) => (0, 0);

    public override void Keep(int slot, ReadOnlySpan<int> tokens)
    {
    }

    public override void Forget(int slot)
    {
    }

    public override void Close(int slot)
    {
    }

    public override void Add(int slot, ReadOnlySpan<int> tokens, bool wantsLogits, RowRoutes? routes)
    {
    }

    public override void Run() => throw new InvalidOperationException("this model computes nothing");

    public override void AwaitExperts(int limitMs)
    {
    }

    public override ChunkOutcome Outcome(int index) => default;

    public override ReadOnlySpan<float> Logits(int index) => default;

    public override void Dispose()
    {
    }
}
