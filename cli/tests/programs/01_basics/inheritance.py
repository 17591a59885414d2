class Animal:
    legs = 4

    def __init__(self, name):
        self.name = name

    def speak(self):
        return "..."

    def introduce(self):
        return self.name + " says " + self.speak()


class Dog(Animal):
    def speak(self):
        return "woof"


class Bird(Animal):
    legs = 2

    def __init__(self, name, song):
        super().__init__(name)
        self.song = song

    def speak(self):
        return self.song


class Parrot(Bird):
    def speak(self):
        return super().speak() + "! " + super().speak() + "!"


for animal in [Animal("it"), Dog("Rex"), Bird("Tweety", "tweet"), Parrot("Polly", "hello")]:
    print(animal.introduce(), animal.legs, isinstance(animal, Bird), type(animal).__name__)
