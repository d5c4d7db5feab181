using System.IO.Pipes;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class ParentPipeTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    private readonly AnonymousPipeServerStream _parent = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _input;
    private readonly ParentPipe _pipe;

    public ParentPipeTests()
    {
        _input = new(PipeDirection.In, _parent.ClientSafePipeHandle);
        _pipe = new(_input);
    }

    [Fact]
    public async Task A_spare_member_begins_when_it_is_told_to_and_ends_with_its_parent()
    {
        Task<bool> turn = Task.Run(() => _pipe.WaitForTurn(_pipe.Ended));
        _parent.Write("something else\n"u8);
        _parent.Write("begin\n"u8);
        Assert.True(await turn.WaitAsync(s_hang));
        _parent.Dispose();
        Assert.True(_pipe.Ended.WaitHandle.WaitOne(s_hang));
    }

    [Fact]
    public async Task A_spare_member_whose_parent_is_gone_never_begins()
    {
        Task<bool> turn = Task.Run(() => _pipe.WaitForTurn(_pipe.Ended));
        _parent.Dispose();
        Assert.False(await turn.WaitAsync(s_hang));
    }

    public void Dispose()
    {
        _parent.Dispose();
        _input.Dispose();
    }
}
