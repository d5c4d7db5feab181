using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Tests.CommandLine;

public sealed class InterruptsTests
{
    [Fact]
    public void The_first_interrupt_cancels_and_the_second_is_left_to_the_system()
    {
        using var interrupts = new Interrupts();

        Assert.True(interrupts.OnInterrupt());
        Assert.True(interrupts.Cancelled.IsCancellationRequested);
        Assert.Equal(130, interrupts.ExitCode);
        Assert.False(interrupts.OnInterrupt());
    }

    [Fact]
    public void A_child_leaves_the_keyboard_to_its_parent()
    {
        using var interrupts = new Interrupts();
        interrupts.LeaveKeyboardToParent();

        Assert.True(interrupts.OnInterrupt());
        Assert.True(interrupts.OnInterrupt());
        Assert.False(interrupts.Cancelled.IsCancellationRequested);
    }

    [Fact]
    public void An_interception_takes_one_interrupt()
    {
        using var interrupts = new Interrupts();
        CancellationToken answer = interrupts.Intercept();

        Assert.True(interrupts.OnInterrupt());
        Assert.True(answer.IsCancellationRequested);
        Assert.False(interrupts.Cancelled.IsCancellationRequested);
        interrupts.Release();
        interrupts.OnInterrupt();
        Assert.True(interrupts.Cancelled.IsCancellationRequested);
    }
}
