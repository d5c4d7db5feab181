namespace ElasticMoE.ControlPlane.Tests.Journals.Reference;

/// <summary>Takes something back when it is disposed.</summary>
internal sealed class Undo(Action undo) : IDisposable
{
    public void Dispose() => undo();
}
